--!df flags=allow-undeclared-keys
-- Streams: how long each is, its groups, and how far their consumers are behind.
--
-- KEYS     none; on a cluster node it sees the streams of that node, and asking for one of another counts among the errors of the server
-- ARGV     which streams, each [key=][dbN=]KEY, in database 0 unless dbN= says another. A key with one of ?*[]^ is a pattern, which a SCAN
--          looks for, unless key= says that it is none. Then there may be:
--          max_scan=N    about how many keys to pass for each pattern: 10000 if absent
--          max_streams=N the most streams to look at: 1000 if absent
--          consumers=no  leave single consumers out
-- Result   the metrics declared below; what the server does not have is left out, and so is a lag that it does not know.
--          redis_streams_scan_complete is 0 where max_scan or max_streams ended the search for a pattern
-- Cost     some 100 microseconds for each stream with a group; a quarter of one for each key that a pattern passes, on Redis 7.0; no
--          writes
-- Needs    Redis 5.0; +select +scan +type +xinfo for an ACL user, and keys to read
--
-- scriptgrid: gauge redis_stream_length{db,stream} Entries in the stream.
-- scriptgrid: gauge redis_stream_radix_tree_keys{db,stream} Keys of the tree that holds the entries.
-- scriptgrid: gauge redis_stream_radix_tree_nodes{db,stream} Nodes of the tree that holds the entries.
-- scriptgrid: gauge redis_stream_groups{db,stream} Groups of consumers.
-- scriptgrid: gauge redis_stream_last_generated_id{db,stream} When the latest entry was added, in milliseconds since 1970.
-- scriptgrid: gauge redis_stream_first_entry_id{db,stream} When the first entry was added, in milliseconds since 1970.
-- scriptgrid: gauge redis_stream_last_entry_id{db,stream} When the last entry was added, in milliseconds since 1970.
-- scriptgrid: gauge redis_stream_max_deleted_entry_id{db,stream} When the latest entry that was deleted had been added, in milliseconds since 1970.
-- scriptgrid: counter redis_stream_entries_added_total{db,stream} Entries that were ever added.
-- scriptgrid: gauge redis_stream_group_consumers{db,stream,group} Consumers of the group.
-- scriptgrid: gauge redis_stream_group_messages_pending{db,stream,group} Entries that were delivered and not acknowledged.
-- scriptgrid: gauge redis_stream_group_last_delivered_id{db,stream,group} When the last entry that was delivered had been added, in milliseconds since 1970.
-- scriptgrid: gauge redis_stream_group_entries_read{db,stream,group} Entries that the group has read.
-- scriptgrid: gauge redis_stream_group_lag{db,stream,group} Entries that wait to be delivered to the group.
-- scriptgrid: gauge redis_stream_group_consumer_messages_pending{db,stream,group,consumer} Entries that the consumer has not acknowledged.
-- scriptgrid: gauge redis_stream_group_consumer_idle_seconds{db,stream,group,consumer} Time since the consumer last tried to read.
-- scriptgrid: gauge redis_streams_scan_complete{db,stream} Whether all keys were compared with the pattern.

local SCAN_COUNT = 1000

-- Fields of XINFO, the families of their values, and whether a value is an id, of which the time counts.
local STREAM = {
  ['length'] = {'redis_stream_length'},
  ['radix-tree-keys'] = {'redis_stream_radix_tree_keys'},
  ['radix-tree-nodes'] = {'redis_stream_radix_tree_nodes'},
  ['groups'] = {'redis_stream_groups'},
  ['last-generated-id'] = {'redis_stream_last_generated_id', true},
  ['first-entry'] = {'redis_stream_first_entry_id', true},
  ['last-entry'] = {'redis_stream_last_entry_id', true},
  ['max-deleted-entry-id'] = {'redis_stream_max_deleted_entry_id', true},
  ['entries-added'] = {'redis_stream_entries_added_total'},
}
local GROUP = {
  ['consumers'] = {'redis_stream_group_consumers'},
  ['pending'] = {'redis_stream_group_messages_pending'},
  ['last-delivered-id'] = {'redis_stream_group_last_delivered_id', true},
  ['entries-read'] = {'redis_stream_group_entries_read'},
  ['lag'] = {'redis_stream_group_lag'},
}

local options = {max_scan = '10000', max_streams = '1000', consumers = 'yes'}
local wanted = {}
for index, argument in ipairs(ARGV) do
  local name, value = argument:match('^(%l+_?%l*)=(.*)$')
  if options[name] then
    options[name] = value
  else
    local single = argument:match('^key=(.+)$')
    local what = single or argument
    local db, key = what:match('^db(%d+)=(.+)$')
    key = key or what
    if key == '' then
      error('ARGV[' .. index .. '] is empty')
    end
    wanted[#wanted + 1] = {db = db or '0', key = key, is_pattern = not single and key:find('[?*%[%]^]') ~= nil}
  end
end

local function bound(name)
  local number = tonumber(options[name])
  if not number or not (number >= 1) then -- not even nan
    error(name .. ' is "' .. options[name] .. '": it must be a number, 1 or more')
  end
  return number
end
local max_scan, max_streams = bound('max_scan'), bound('max_streams')
local with_consumers = options.consumers ~= 'no'
if with_consumers and options.consumers ~= 'yes' then
  error('consumers is "' .. options.consumers .. '": it must be yes or no')
end

local rows, looked_at = {}, 0
local function row(...)
  rows[#rows + 1] = {...}
end

-- Fields and values take turns in a reply of XINFO; an entry is its id and its content.
local function fields_of(reply)
  local fields = {}
  for index = 1, #reply, 2 do
    fields[reply[index]] = reply[index + 1]
  end
  return fields
end
local function tell(families, fields, ...)
  for field, family in pairs(families) do
    local value = fields[field]
    if type(value) == 'table' then
      value = value[1]
    end
    if value and family[2] then
      value = value:match('^%d+')
    end
    if value then
      local values = {family[1], ...}
      values[#values + 1] = value
      rows[#rows + 1] = values
    end
  end
end

-- A node of a cluster denies knowledge of keys that other nodes hold; any other error is the script's.
local function type_of(key)
  local reply = redis.pcall('TYPE', key)
  if reply.err and reply.err:find('non local key', 1, true) then
    return 'none'
  end
  return reply.ok or redis.call('TYPE', key).ok
end

local function look_at(db, key)
  looked_at = looked_at + 1
  tell(STREAM, fields_of(redis.call('XINFO', 'STREAM', key)), db, key)
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
    group = fields_of(group)
    tell(GROUP, group, db, key, group.name)
    for _, consumer in ipairs(with_consumers and redis.call('XINFO', 'CONSUMERS', key, group.name) or {}) do
      consumer = fields_of(consumer)
      row('redis_stream_group_consumer_messages_pending', db, key, group.name, consumer.name, consumer.pending)
      row('redis_stream_group_consumer_idle_seconds', db, key, group.name, consumer.name, consumer.idle .. 'e-3')
    end
  end
end

-- SCAN may return a key twice, and one that the node of a cluster does not answer for while its slot moves. Redis 5 has no option TYPE.
local function search(item, db)
  local seen, passed, cursor = {}, 0, '0'
  repeat
    local count = math.min(SCAN_COUNT, math.ceil(max_scan - passed))
    local page = redis.call('SCAN', cursor, 'MATCH', item.key, 'COUNT', count)
    cursor, passed = page[1], passed + count
    for _, key in ipairs(page[2]) do
      if not seen[key] and looked_at < max_streams and type_of(key) == 'stream' then
        look_at(db, key)
      end
      seen[key] = true
    end
  until cursor == '0' or passed >= max_scan or looked_at >= max_streams
  row('redis_streams_scan_complete', db, item.key, cursor == '0' and looked_at < max_streams and 1 or 0)
end

local selected
local function look_for(item, db)
  if item.db ~= selected then
    redis.call('SELECT', item.db)
    selected = item.db
  end
  if item.is_pattern then
    search(item, db)
  elseif looked_at < max_streams and type_of(item.key) == 'stream' then
    look_at(db, item.key)
  end
end

-- What cannot be read of one item takes nothing from the others: an error instead of a number fails the run, and the good rows stay.
for _, item in ipairs(wanted) do
  local db = 'db' .. tonumber(item.db)
  local is_read, problem = pcall(look_for, item, db)
  if not is_read then
    row('redis_stream_length', db, item.key, {err = (problem.err or problem) .. ' (' .. db .. ', ' .. item.key .. ')'})
  end
end
return rows
