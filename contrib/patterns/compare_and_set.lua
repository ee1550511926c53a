-- Sets a value if the key still holds the value that the caller saw.
--
-- KEYS[1]  the key, a string
-- ARGV[1]  the value it must hold
-- ARGV[2]  the value to set
-- ARGV[3]  its time to live in milliseconds; if absent, the key keeps the one it has
-- Result   1 where it was set; 0 where the key holds something else or is absent
-- Cost     constant, but for the size of the values
-- Needs    Redis 6.0; +get +set

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
if not ARGV[1] or not ARGV[2] then
  error('ARGV holds ' .. #ARGV .. ': it must hold the expected value and the new one')
end
local ttl = ARGV[3] and whole('ARGV[3]', ARGV[3], 1)

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ttl then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ttl)
else
  redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
end
return 1
