-- Sets a field of a hash to a number, if it is greater than the one there: a high-water mark, or the newest version.
--
-- KEYS[1]  the hash
-- ARGV[1]  the field
-- ARGV[2]  the number, a decimal: compared as a double, that is to 15 digits, and stored as it is written
-- Result   1 where it was set, the field being absent or smaller; 0 where it holds as much or more
-- Cost     constant
-- Needs    Redis 2.6; +hget +hset

local function decimal(place, text)
  local number = text and not text:find('[^%d%.eE%+%-]') and tonumber(text)
  if not number then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing') .. ': it must be a decimal number')
  end
  return number
end

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
if not ARGV[1] then
  error('ARGV[1] is missing: it must be the field')
end
local number = decimal('ARGV[2]', ARGV[2])

local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored and decimal('the field "' .. ARGV[1] .. '" of KEYS[1]', stored) >= number then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
