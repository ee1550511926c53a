-- Adds elements to a list that holds so many at most, and drops the oldest beyond that: the last requests, errors, readings.
--
-- KEYS[1]  the list, the oldest element first
-- ARGV[1]  capacity: how many elements it holds at most
-- ARGV[2]  an element to add; more may follow in ARGV[3] and so on
-- Result   length, how many elements it holds now; dropped, how many fell out
-- Cost     an RPUSH for each element, and O(n) for the n that fall out
-- Needs    Redis 2.6; +rpush +ltrim

local function whole(place, text, low)
  local number = text and text:match('^%-?%d+$') and tonumber(text)
  if not number or math.abs(number) >= 1e15 or (low and number < low) then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing')
      .. ': it must be a whole number of at most 15 digits' .. (low and ', ' .. low .. ' or more' or ''))
  end
  return number
end

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
local capacity = whole('ARGV[1]', ARGV[1], 1)
if #ARGV < 2 then
  error('ARGV[2] is missing: it must be an element to add')
end

local length
for i = 2, #ARGV do
  length = redis.call('RPUSH', KEYS[1], ARGV[i])
end
local dropped = math.max(length - capacity, 0)
if dropped > 0 then
  redis.call('LTRIM', KEYS[1], -capacity, -1)
end
return {'length', length - dropped, 'dropped', dropped}
