-- Adds to a field of a hash, unless that would take it out of its bounds.
--
-- KEYS[1]  the hash; an absent hash or field counts as 0
-- ARGV[1]  the field
-- ARGV[2]  how much to add, negative to subtract
-- ARGV[3]  the lowest value it may take
-- ARGV[4]  the highest
-- Result   applied, 1 where it was added and 0 where a bound forbids it; value, what the field holds now
-- Cost     constant
-- Needs    Redis 2.6; +hget +hincrby

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
  error('ARGV[1] is missing: it must be the field')
end
local step = whole('ARGV[2]', ARGV[2])
local lowest = whole('ARGV[3]', ARGV[3])
local highest = whole('ARGV[4]', ARGV[4], lowest)

local value = whole('the field "' .. ARGV[1] .. '" of KEYS[1]', redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if value + step < lowest or value + step > highest then
  return {'applied', 0, 'value', value}
end
return {'applied', 1, 'value', redis.call('HINCRBY', KEYS[1], ARGV[1], step)}
