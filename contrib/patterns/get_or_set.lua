-- Returns the value of a key, and gives it one with a time to live if it has none.
--
-- KEYS[1]  the key, a string
-- ARGV[1]  the value to set if the key is absent
-- ARGV[2]  its time to live in milliseconds, counted from the moment it is set: reading does not extend it
-- Result   the value that the key has now
-- Cost     constant, but for the size of the value
-- Needs    Redis 2.6.12; +get +set

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
if not ARGV[1] then
  error('ARGV[1] is missing: it must be the value to set')
end
local ttl = whole('ARGV[2]', ARGV[2], 1)

local value = redis.call('GET', KEYS[1])
if value then
  return value
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ttl)
return ARGV[1]
