local results = {}
local function try(f, ...)
  local ok, message = pcall(f, ...)
  results[#results + 1] = tostring(message)
end

try(function()
  local t = {}
  return t.a.b
end)
try(function()
  return 1 +
    nil
end)
try(function()
  local a = 'x'
  return a
    .. {}
end)
try(function()
  local nothing
  nothing
    .a()
end)
try(function()
  local f = {
    g = {},
  }
  f.g
    .h(
      1)
end)
try(function()
  error('here')
end)
try(function() error('above', 2) end)
try(function()
  local function inner()
    error('two up', 2)
  end
  inner()
end)
try(function()
  return string.rep(
    'x',
    {})
end)
try(function()
  return ('x'):rep(
    {})
end)
try(function()
  for i = 1,
    'x' do
  end
end)
try(function()
  local a = {} < {}
end)
try(function()
  local a = #5
end)
try(function()
  local a = -{}
end)
try(function()
  local up = results
  local f = function() return up.x.y end
  f()
end)
local up
try(function()
  return up.field
end)
try(function()
  up()
end)
try(function()
  up.x = 1
end)
try(function()
  local a, b = 1
  return a < b
end)
try(function()
  return 2 ^ {}
end)
try(function()
  local t = setmetatable({}, {__index = function(t, k) error('no field ' .. k) end})
  return t.missing
end)
try(function()
  return redis.call(
    'nosuch')
end)
try(error)
try(string.rep)
try(setmetatable, 1)
try(function()
  return math.floor(results)
end)
try(function() local s = 'x' return s.y.z end)
try(function() return (1)() end)
try(function() return (nil)[1] end)
try(function() local t = {[1] = {}} return t[1].x.y end)
try(function() local k = 'key' local t = {} return t[k].y end)
return results
