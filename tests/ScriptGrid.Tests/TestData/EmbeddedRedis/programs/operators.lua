local trace = {}
local function show(x)
  return type(x) == 'table' and 'T' or tostring(x)
end
local function two(name)
  return function(a, b)
    trace[#trace + 1] = name .. '(' .. show(a) .. ',' .. show(b) .. ')'
    return #trace
  end
end
local mt = {
  __add = two('add'), __sub = two('sub'), __mul = two('mul'), __div = two('div'), __mod = two('mod'), __pow = two('pow'),
  __unm = two('unm'), __concat = two('concat'), __eq = two('eq'), __lt = two('lt'), __le = two('le'), __call = two('call'),
  __index = two('index'), __newindex = function(t, k, v) trace[#trace + 1] = 'newindex ' .. k .. '=' .. tostring(v) end,
}
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local _ = a + 1, 1 - a
_ = '5' * a
_ = a / b
_ = a % 2 ^ a
_ = -a
_ = a .. 'x' .. 'y'
_ = 'x' .. 'y' .. a
_ = a == b
_ = a ~= b
_ = a == 1
_ = a < b
_ = a > b
_ = a <= b
_ = a >= b
_ = a(1)
_ = a.field
a.field = 1
a[1] = 2
trace[#trace + 1] = tostring(#a)
trace[#trace + 1] = tostring(rawequal(a, b))
return trace
