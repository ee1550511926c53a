-- Allows so many calls in a window that begins with the first of them, then so many in the next. The cheapest rate limit;
-- around the border of two windows up to twice the limit may pass.
--
-- KEYS[1]  the limit's own key, a counter
-- ARGV[1]  how many calls to allow in a window
-- ARGV[2]  length of a window in milliseconds
-- ARGV[3]  how many calls this one counts as, at most ARGV[1]: 1 if absent
-- Result   allowed, 1 or 0; remaining, how many more this window allows; retry_after_ms, 0 where it was allowed, else the milliseconds
--          until the next window. What is not allowed is not counted
-- Cost     constant
-- Needs    Redis 5.0, since it writes after PTTL; +get +pttl +incrby +pexpire

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
local limit = whole('ARGV[1]', ARGV[1], 1)
local window = whole('ARGV[2]', ARGV[2], 1)
local cost = whole('ARGV[3]', ARGV[3] or '1', 1)
if cost > limit then
  error('ARGV[3] is "' .. ARGV[3] .. '": it must be at most ARGV[1], "' .. ARGV[1] .. '"')
end

local used = whole('the value of KEYS[1]', redis.call('GET', KEYS[1]) or '0', 0)
local left = redis.call('PTTL', KEYS[1])
local allowed = used + cost <= limit
if allowed then
  used = redis.call('INCRBY', KEYS[1], cost)
end
if left < 0 then -- a new window, or one that somebody took the end from
  redis.call('PEXPIRE', KEYS[1], window)
  left = window
end
return {
  'allowed', allowed and 1 or 0,
  'remaining', math.max(limit - used, 0),
  'retry_after_ms', allowed and 0 or math.max(left, 1),
}
