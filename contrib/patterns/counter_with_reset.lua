-- Adds to a counter and returns it, and starts it again from 0 when it has reached a threshold.
-- Without ARGV it reads the counter and resets it: what was counted since it was last read.
--
-- KEYS[1]  the counter, a string; absent counts as 0
-- ARGV[1]  how much to add, 0 or more: 0 if absent
-- ARGV[2]  the threshold: the counter is reset when it holds as much, or more; if absent, it is always reset
-- Result   count, with what was added and before the reset; reset, 1 where the counter was reset, else 0
-- Cost     constant. A reset removes the key, and with it the key's time to live
-- Needs    Redis 2.6; +get +incrby +del

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
local step = whole('ARGV[1]', ARGV[1] or '0', 0)
local threshold = ARGV[2] and whole('ARGV[2]', ARGV[2], 1)

local count = whole('the value of KEYS[1]', redis.call('GET', KEYS[1]) or '0') + step
if not threshold or count >= threshold then
  redis.call('DEL', KEYS[1])
  return {'count', count, 'reset', 1}
end
if step > 0 then
  redis.call('INCRBY', KEYS[1], step)
end
return {'count', count, 'reset', 0}
