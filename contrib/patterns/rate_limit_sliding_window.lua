-- Allows so many calls in any stretch of time of the window's length. Exact, and paid for with an entry for each call.
--
-- KEYS[1]  the limit's own key, a sorted set with the times of the calls in microseconds
-- ARGV[1]  how many calls to allow
-- ARGV[2]  length of the window in milliseconds
-- Result   allowed, 1 or 0; remaining, how many more are allowed now; retry_after_ms, 0 where it was allowed, else the milliseconds
--          until the next call is. What is not allowed is not counted
-- Cost     O(log n), and some 100 bytes for each of the up to ARGV[1] calls in the window; it removes those that left it
-- Needs    Redis 5.0, since it writes after TIME; +time +zremrangebyscore +zcard +zcount +zadd +zrange +pexpire

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

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window * 1000))
local used = redis.call('ZCARD', KEYS[1])
if used >= limit then
  -- With this entry's end the next call is allowed, even if the limit was lowered since.
  local entry = redis.call('ZRANGE', KEYS[1], used - limit, used - limit, 'WITHSCORES')
  local wait = math.ceil((entry[2] - now) / 1000 + window)
  return {'allowed', 0, 'remaining', 0, 'retry_after_ms', math.max(wait, 1)}
end

local at = string.format('%.0f', now)
local same = redis.call('ZCOUNT', KEYS[1], at, at) -- calls of one microsecond need names of their own
redis.call('ZADD', KEYS[1], at, at .. '-' .. same)
redis.call('PEXPIRE', KEYS[1], window)
return {'allowed', 1, 'remaining', limit - used - 1, 'retry_after_ms', 0}
