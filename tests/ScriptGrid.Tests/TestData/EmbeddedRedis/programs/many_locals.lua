local results = {}
local function try(source)
  local f, message = loadstring(source)
  results[#results + 1] = f and 'compiles' or message
end
local function lines(n, text)
  local t = {}
  for i = 1, n do t[i] = text:gsub('N', i) end
  return table.concat(t, '\n')
end
try(lines(200, 'local aN = N'))
try(lines(201, 'local aN = N'))
try('local function f()\n' .. lines(201, 'local aN = N') .. '\nend')
try(lines(60, 'local aN') .. '\nreturn function() return ' .. lines(59, 'aN + ') .. ' a60 end')
try(lines(61, 'local aN') .. '\nreturn function() return ' .. lines(60, 'aN + ') .. ' a61 end')
try('local t = {' .. lines(1000, 'N,') .. '}')
try('return f(' .. lines(240, 'N,') .. '0)')
try('return f(' .. lines(260, 'N,') .. '0)')
try('return ' .. lines(300, 'tN .. ') .. '1')
try(lines(300, 'x.fN = "N"'))
return results
