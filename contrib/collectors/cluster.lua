-- A node's view of its cluster: its state, slots and nodes, and the messages that nodes exchange. Nothing on a server that is no node.
--
-- KEYS     none
-- ARGV     none
-- Result   the metrics declared below; what the server does not have is left out
-- Cost     one INFO of a section, CLUSTER INFO, and CLUSTER NODES, which grows with the nodes; no writes
-- Needs    Redis 4.0; +info +cluster|info +cluster|nodes for an ACL user
--
-- scriptgrid: gauge redis_cluster_state Whether the cluster serves all slots that it has to.
-- scriptgrid: gauge redis_cluster_slots_assigned Slots that some node has.
-- scriptgrid: gauge redis_cluster_slots_ok Slots whose node answers.
-- scriptgrid: gauge redis_cluster_slots_pfail Slots whose node this one cannot reach.
-- scriptgrid: gauge redis_cluster_slots_fail Slots whose node has failed, as the cluster has agreed.
-- scriptgrid: gauge redis_cluster_known_nodes Nodes that this one knows.
-- scriptgrid: gauge redis_cluster_size Masters with slots.
-- scriptgrid: gauge redis_cluster_current_epoch The cluster's epoch.
-- scriptgrid: gauge redis_cluster_my_epoch The node's own epoch.
-- scriptgrid: gauge redis_cluster_messages_sent_total Messages that the node has sent.
-- scriptgrid: gauge redis_cluster_messages_received_total Messages that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_ping_sent Messages ping that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_ping_received Messages ping that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_pong_sent Messages pong that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_pong_received Messages pong that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_meet_sent Messages meet that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_meet_received Messages meet that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_fail_sent Messages fail that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_fail_received Messages fail that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_publish_sent Messages publish that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_publish_received Messages publish that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_publishshard_sent Messages publishshard that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_publishshard_received Messages publishshard that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_auth_req_sent Messages auth-req that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_auth_req_received Messages auth-req that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_auth_ack_sent Messages auth-ack that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_auth_ack_received Messages auth-ack that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_update_sent Messages update that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_update_received Messages update that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_mfstart_sent Messages mfstart that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_mfstart_received Messages mfstart that the node has received.
-- scriptgrid: gauge redis_cluster_stats_messages_module_sent Messages module that the node has sent.
-- scriptgrid: gauge redis_cluster_stats_messages_module_received Messages module that the node has received.
-- scriptgrid: gauge redis_cluster_failed_nodes Nodes that have failed, as the cluster has agreed.
-- scriptgrid: gauge redis_cluster_suspected_nodes Nodes that this one cannot reach.
-- scriptgrid: gauge redis_cluster_node_slots Slots that this node has.

local KINDS = {'ping', 'pong', 'meet', 'fail', 'publish', 'publishshard', 'auth-req', 'auth-ack', 'update', 'mfstart', 'module'}
local FIELDS = {
  'cluster_state', 'cluster_slots_assigned', 'cluster_slots_ok', 'cluster_slots_pfail', 'cluster_slots_fail', 'cluster_known_nodes',
  'cluster_size', 'cluster_current_epoch', 'cluster_my_epoch',
}
local NAMES = {
  cluster_stats_messages_sent = 'redis_cluster_messages_sent_total',
  cluster_stats_messages_received = 'redis_cluster_messages_received_total',
}

-- CLUSTER INFO would count among the errors of a server that is no node.
if not redis.call('INFO', 'cluster'):find('cluster_enabled:1', 1, true) then
  return {}
end

for _, field in ipairs(FIELDS) do
  NAMES[field] = 'redis_' .. field
end
for _, kind in ipairs(KINDS) do
  for _, way in ipairs({'_sent', '_received'}) do
    NAMES['cluster_stats_messages_' .. kind .. way] = 'redis_cluster_stats_messages_' .. kind:gsub('-', '_') .. way
  end
end

local rows = {}
for field, value in redis.call('CLUSTER', 'INFO'):gmatch('([%w_-]+):(%w+)') do
  local name = NAMES[field]
  if name then
    rows[#rows + 1] = {name, value == 'ok' and 1 or value == 'fail' and 0 or value}
  end
end

-- A line holds id, address, flags, master, ping, pong, epoch and link, then the slots; [slot->-id] is one on the move.
local failed, suspected, slots = 0, 0, 0
for flags, rest in redis.call('CLUSTER', 'NODES'):gmatch('%x+ %S+ (%S+) %S+ %S+ %S+ %S+ %S+([^\n]*)') do
  flags = ',' .. flags .. ','
  failed = failed + (flags:find(',fail,', 1, true) and 1 or 0)
  suspected = suspected + (flags:find(',fail?,', 1, true) and 1 or 0)
  if flags:find(',myself,', 1, true) then
    for first, last in rest:gmatch(' (%d+)%-?(%d*)') do
      slots = slots + (last == '' and 1 or last - first + 1)
    end
  end
end
rows[#rows + 1] = {'redis_cluster_failed_nodes', failed}
rows[#rows + 1] = {'redis_cluster_suspected_nodes', suspected}
rows[#rows + 1] = {'redis_cluster_node_slots', slots}
return rows
