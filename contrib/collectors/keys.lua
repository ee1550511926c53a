--!df flags=allow-undeclared-keys
-- Single keys: how long or large each is, what it holds and how much memory it takes; and how many keys match a pattern.
--
-- KEYS     none; on a cluster node it sees the keys of that node, and asking for one of another counts among the errors of the server
-- ARGV     what to look at, each [count=|key=][dbN=]KEY, in database 0 unless dbN= says another. A key with one of ?*[]^ is a pattern, which
--          a SCAN looks for, unless key= says that it is none; with count= its keys are counted and not looked at. Then there may be:
--          max_scan=N    about how many keys to pass for each pattern: 10000 if absent
--          max_keys=N    the most keys to look at: 1000 if absent
--          values=no     leave the values of strings out
-- Result   the metrics declared below, without memory where the server lets no script measure it. A key that does not exist has the size 0,
--          unless a pattern asks for it. A string that is a number is redis_key_value, and another, up to 128 bytes long, the label val of
--          redis_key_value_as_string. redis_keys_scan_complete is 0 where max_scan or max_keys ended a search for the pattern, of one that
--          is counted and looked at either search: its count may then be that of the keys seen alone. A HyperLogLog's size is left out
--          until somebody has counted it. An item that cannot be read, such as a key that an ACL denies, fails the run with its reason, and the
--          metrics of the others stay
-- Cost     some 17 microseconds for each key that is looked at, a quarter of one for each that a pattern passes, on Redis 7.0; no writes
-- Needs    Redis 4.0; +select +scan +type +memory|usage +strlen +getrange +llen +scard +zcard +hlen +xlen for an ACL user, and keys to read
--
-- scriptgrid: gauge redis_key_size{db,key} Length of a string, or how many elements a key of another type has.
-- scriptgrid: gauge redis_key_memory_usage_bytes{db,key} Memory that the key takes.
-- scriptgrid: gauge redis_key_value{db,key} The number that the key holds.
-- scriptgrid: gauge redis_key_value_as_string{db,key,val} The text that the key holds.
-- scriptgrid: info redis_key_type_info{db,key,type} The key's type.
-- scriptgrid: gauge redis_keys_count{db,key} Keys that match the pattern.
-- scriptgrid: gauge redis_keys_scan_complete{db,key} Whether all keys were compared with the pattern.

local SCAN_COUNT = 1000
local LONGEST_VALUE = 128
local SPECIAL = {inf = 'inf', infinity = 'inf', ['+inf'] = 'inf', ['+infinity'] = 'inf', ['-inf'] = '-inf', ['-infinity'] = '-inf', nan = 'nan'}
local SIZES = {list = 'LLEN', set = 'SCARD', zset = 'ZCARD', hash = 'HLEN', stream = 'XLEN'}

local options = {max_scan = '10000', max_keys = '1000', values = 'yes'}
local wanted = {}
for index, argument in ipairs(ARGV) do
  local name, value = argument:match('^(%l+_?%l*)=(.*)$')
  if options[name] then
    options[name] = value
  else
    local count, counted = argument:match('^(count=)(.+)$')
    local single = argument:match('^key=(.+)$')
    local what = counted or single or argument
    local db, key = what:match('^db(%d+)=(.+)$')
    key = key or what
    if key == '' then
      error('ARGV[' .. index .. '] is empty')
    end
    wanted[#wanted + 1] = {db = db or '0', key = key, count = count, is_pattern = not single and key:find('[?*%[%]^]') ~= nil}
  end
end

local function bound(name)
  local number = tonumber(options[name])
  if not number or not (number >= 1) then -- not even nan
    error(name .. ' is "' .. options[name] .. '": it must be a number, 1 or more')
  end
  return number
end
local max_scan, max_keys = bound('max_scan'), bound('max_keys')
local with_values = options.values ~= 'no'
if with_values and options.values ~= 'yes' then
  error('values is "' .. options.values .. '": it must be yes or no')
end

local rows, looked_at = {}, 0
local function row(...)
  rows[#rows + 1] = {...}
end

local function tell_value(db, key, text)
  local number = text:find('^[%d.eE+-]+$') and tonumber(text)
  local is_finite = number and math.abs(number) < math.huge
  if is_finite or SPECIAL[text:lower()] then
    row('redis_key_value', db, key, is_finite and text or SPECIAL[text:lower()])
  else
    row('redis_key_value_as_string', db, key, text, 1)
  end
end

-- The count that a HyperLogLog keeps in its head, unless a bit says that it is out of date; PFCOUNT may write.
local function tell_hyperloglog(db, key, head)
  if head:byte(16) < 128 then
    local number = 0
    for index = 16, 9, -1 do
      number = number * 256 + head:byte(index)
    end
    row('redis_key_size', db, key, number)
  end
end

-- A node of a cluster denies knowledge of keys that other nodes hold: they have no type here. Any other error is the script's.
local function type_of(key)
  local reply = redis.pcall('TYPE', key)
  if reply.err and reply.err:find('non local key', 1, true) then
    return nil
  end
  return reply.ok or redis.call('TYPE', key).ok
end

-- Some managed servers let no script call MEMORY: then there is no memory to tell. What an ACL denies is an error all the same.
local measures = true
local function memory_of(key)
  local usage = measures and redis.pcall('MEMORY', 'USAGE', key) or 0
  if type(usage) ~= 'table' then
    return usage
  end
  measures = not (usage.err:find('not allowed', 1, true) or usage.err:find('nknown', 1, true))
  return measures and redis.call('MEMORY', 'USAGE', key) or 0 -- scriptgrid: allow restricted-command
end

local function look_at(db, key, kind)
  looked_at = looked_at + 1
  row('redis_key_type_info', db, key, kind)
  local bytes = memory_of(key)
  if measures then
    row('redis_key_memory_usage_bytes', db, key, bytes)
  end
  if SIZES[kind] then
    row('redis_key_size', db, key, redis.call(SIZES[kind], key))
  elseif kind == 'string' then
    local text, length = redis.call('GETRANGE', key, 0, LONGEST_VALUE - 1), redis.call('STRLEN', key)
    if length >= 16 and text:sub(1, 4) == 'HYLL' then
      return tell_hyperloglog(db, key, text)
    end
    row('redis_key_size', db, key, length)
    if with_values and length <= LONGEST_VALUE then
      tell_value(db, key, text)
    end
  end
end

-- A list that runs empty is gone, and the length that it is watched for is 0.
local function look_at_named(db, key)
  local kind = type_of(key)
  if kind == 'none' then
    row('redis_key_size', db, key, 0)
  elseif kind then
    look_at(db, key, kind)
  end
end

-- A pattern that is counted and looked at has one series for both searches, which says the worse of the two.
local completeness = {}
local function tell_complete(db, pattern, is_complete)
  local name = db .. '=' .. pattern
  local told = completeness[name]
  if not told then
    told = {'redis_keys_scan_complete', db, pattern, 1}
    completeness[name], rows[#rows + 1] = told, told
  end
  told[4] = is_complete and told[4] or 0
end

-- SCAN may return a key twice, and one that the node of a cluster no longer answers for while its slot moves.
local function search(item, db)
  local seen, found, passed, cursor = {}, 0, 0, '0'
  repeat
    local count = math.min(SCAN_COUNT, math.ceil(max_scan - passed))
    local page = redis.call('SCAN', cursor, 'MATCH', item.key, 'COUNT', count)
    cursor, passed = page[1], passed + count
    for _, key in ipairs(page[2]) do
      if not seen[key] then
        seen[key], found = true, found + 1
        local kind = not item.count and looked_at < max_keys and type_of(key) or 'none'
        if kind ~= 'none' then
          look_at(db, key, kind)
        end
      end
    end
    local is_full = not item.count and looked_at >= max_keys
  until cursor == '0' or passed >= max_scan or is_full
  if item.count then
    row('redis_keys_count', db, item.key, found)
  end
  tell_complete(db, item.key, cursor == '0' and (item.count or looked_at < max_keys))
end

local selected
local function look_for(item, db)
  if item.db ~= selected then
    redis.call('SELECT', item.db)
    selected = item.db
  end
  if item.is_pattern or item.count then
    search(item, db)
  elseif looked_at < max_keys then
    look_at_named(db, item.key)
  end
end

-- What cannot be read of one item takes nothing from the others: an error instead of a number fails the run, and the good rows stay.
for _, item in ipairs(wanted) do
  local db = 'db' .. tonumber(item.db)
  local is_read, problem = pcall(look_for, item, db)
  if not is_read then
    row('redis_key_size', db, item.key, {err = (problem.err or problem) .. ' (' .. db .. ', ' .. item.key .. ')'})
  end
end
return rows
