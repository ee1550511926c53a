local function pack(...)
  return {n = select('#', ...), ...}
end
local function pass(...)
  return ...
end
local function count(...)
  return select('#', ...)
end
local function middle(a, ...)
  local b, c = ...
  return a, b, c, ...
end
local t = pack(1, nil, 3, nil)
return {
  t.n, count(pass()), count(pass(nil)), count(pass(1, 2), pass(3, 4)), count((pass(1, 2))), {middle(1, 2, 3, 4)},
  {pass(unpack({1, 2, 3}))}, select('#', unpack({}, 1, 250)), {select(-2, 'a', 'b', 'c')},
}
