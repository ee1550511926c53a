-- Takes a lock, or says how long its holder may keep it. A script cannot wait: the caller does, and tries again.
--
-- KEYS[1]  the lock
-- ARGV[1]  a token that no other caller has, for example a random number of 128 bits
-- ARGV[2]  for how many milliseconds to hold it; then it is free again, whatever its holder does
-- Result   acquired, 1 or 0; wait_ms, 0 where it was acquired, else the milliseconds until the lock is free if nobody releases or
--          extends it, or -1 where it has no end. The holder's own token acquires it again, for ARGV[2] from now, so that a caller
--          whose answer was lost may ask once more
-- Cost     constant
-- Needs    Redis 2.6.12; +get +pttl +set

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
if not ARGV[1] or ARGV[1] == '' then
  error('ARGV[1] is missing: it must be the token of the caller')
end
local ttl = whole('ARGV[2]', ARGV[2], 1)

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  local left = redis.call('PTTL', KEYS[1])
  return {'acquired', 0, 'wait_ms', left < 0 and -1 or math.max(left, 1)}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ttl)
return {'acquired', 1, 'wait_ms', 0}
