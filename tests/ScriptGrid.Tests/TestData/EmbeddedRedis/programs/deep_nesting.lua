local results = {}
local function try(f)
  local ok, message = pcall(f)
  results[#results + 1] = tostring(ok) .. ' ' .. tostring(message):gsub('0x%x+', 'ADDRESS'):sub(1, 120)
end
local function depth(n) return n == 0 and 0 or 1 + depth(n - 1) end
try(function() return depth(150000) end)
try(function() return depth(15000) end)
try(function() return loadstring('return ' .. ('('):rep(190) .. '1' .. (')'):rep(190))() end)
try(function() return select(2, loadstring('return ' .. ('('):rep(300) .. '1' .. (')'):rep(300))) end)
try(function() return select(2, loadstring(('{'):rep(300))) end)
try(function() return select(2, loadstring('return ' .. ('-'):rep(1, '') .. ('- '):rep(300) .. '1')) end)
try(function() return #loadstring('return "x"' .. (' .. "x"'):rep(150))() end)
try(function() return select(2, loadstring('return "x"' .. (' .. "x"'):rep(300))) end)
try(function() return loadstring('return 1' .. (' + 1'):rep(5000))() end)
try(function() return select(2, loadstring(('do '):rep(300) .. ('end '):rep(300))) end)
local nested = {}
for i = 1, 300 do nested = setmetatable({}, {__index = nested}) end
try(function() return tostring(nested.x) end)
local function recurse() return pcall(recurse) end
try(function() return recurse() end)
local t = setmetatable({}, {})
getmetatable(t).__index = function(_, k) return t[k + 1] end
try(function() return t[1] end)
try(function() return string.rep('x', 100):gsub('.', function(c) return c .. c end):len() end)
return results
