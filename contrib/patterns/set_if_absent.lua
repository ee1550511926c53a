-- Sets a value with a time to live, unless the key exists.
--
-- KEYS[1]  the key
-- ARGV[1]  the value to set
-- ARGV[2]  its time to live in milliseconds
-- Result   1 where it was set; 0 where the key exists, of whatever type
-- Cost     constant
-- Needs    Redis 2.6.12; +set

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

return redis.call('SET', KEYS[1], ARGV[1], 'PX', ttl, 'NX') and 1 or 0
