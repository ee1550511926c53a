local functions = {}
for i = 1, 3 do
  local shared = i * 10
  functions[#functions + 1] = function() shared = shared + 1 return shared end
  functions[#functions + 1] = function() shared = shared - 2 return shared end
end
local results = {}
for round = 1, 2 do
  for _, f in ipairs(functions) do
    results[#results + 1] = f()
  end
end
local function outer()
  local x = 0
  local function middle()
    local function inner()
      x = x + 1
      return x
    end
    return inner
  end
  return middle(), function() return x end
end
local inner, get = outer()
inner() inner()
results[#results + 1] = get()
local i = 1
while i <= 3 do
  local j = i
  functions[i] = function() return j end
  i = i + 1
  if i == 3 then
    local k = j
    functions[10] = function() return k end
  end
end
results[#results + 1] = functions[1]() + functions[2]() + functions[3]() + functions[10]()
repeat
  local last = 7
  functions[1] = function() return last end
until last == 7
results[#results + 1] = functions[1]()
return results
