-- Increments a counter, unless that would take it above a limit.
--
-- KEYS[1]  the counter, a string; absent counts as 0
-- ARGV[1]  the limit, which the counter may reach
-- ARGV[2]  by how much, 1 or more: 1 if absent
-- ARGV[3]  time to live in milliseconds, set when the counter is created; if absent, it lives on
-- Result   applied, 1 where it was incremented and 0 where the limit forbids it; value, what the counter holds now
-- Cost     constant
-- Needs    Redis 2.6; +get +incrby +pexpire

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
local limit = whole('ARGV[1]', ARGV[1])
local step = whole('ARGV[2]', ARGV[2] or '1', 1)
local ttl = ARGV[3] and whole('ARGV[3]', ARGV[3], 1)

local stored = redis.call('GET', KEYS[1])
local value = whole('the value of KEYS[1]', stored or '0')
if value + step > limit then
  return {'applied', 0, 'value', value}
end
value = redis.call('INCRBY', KEYS[1], step)
if ttl and not stored then
  redis.call('PEXPIRE', KEYS[1], ttl)
end
return {'applied', 1, 'value', value}
