-- The line in the message is the one of the error.
local function inner(x)
  local y = x + 1
  return y
end

local function outer(x)
  return (inner(x))
end

return outer('not a number')
