local function same(a, b)
  if type(a) ~= type(b) then
    return false
  end
  if type(a) ~= 'table' then
    return a == b
  end
  for k, v in pairs(a) do
    if not same(v, b[k]) then
      return false
    end
  end
  for k in pairs(b) do
    if a[k] == nil then
      return false
    end
  end
  return true
end
local value = {
  name = 'x', list = {1, 2, 3, {4, 5}}, nested = {a = {b = {c = 'deep'}}}, yes = true, no = false,
  numbers = {0, -1, 1.5, 2 ^ 40, -2 ^ 33, 1e-3}, text = 'quote " slash \\ newline \n tab \t',
}
return {
  tostring(same(value, cjson.decode(cjson.encode(value)))),
  tostring(same(value, cmsgpack.unpack(cmsgpack.pack(value)))),
  {struct.unpack('>BhIls', struct.pack('>BhIls', 200, -300, 70000, 5, 'text'))},
}
