local function permutations(items, n)
  n = n or #items
  if n == 0 then
    coroutine.yield(table.concat(items))
  else
    for i = 1, n do
      items[n], items[i] = items[i], items[n]
      permutations(items, n - 1)
      items[n], items[i] = items[i], items[n]
    end
  end
end
local result = {}
for text in coroutine.wrap(function() permutations({'a', 'b', 'c', 'd'}) end) do
  result[#result + 1] = text
end
local producer = coroutine.create(function(first)
  local received = {first}
  for i = 1, 3 do
    received[#received + 1] = coroutine.yield(i)
  end
  return table.concat(received, ',')
end)
result[#result + 1] = tostring(select(2, coroutine.resume(producer, 'x')))
result[#result + 1] = tostring(select(2, coroutine.resume(producer, 'y')))
result[#result + 1] = tostring(select(2, coroutine.resume(producer, 'z')))
result[#result + 1] = tostring(select(2, coroutine.resume(producer, 'w')))
result[#result + 1] = coroutine.status(producer)
return result
