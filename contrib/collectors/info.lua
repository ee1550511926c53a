-- What INFO tells of a server, under the names that redis_exporter gives it: clients, memory, persistence, replication, keys of each
-- database, calls, errors and latencies of each command.
--
-- KEYS     none
-- ARGV[1]  how many databases to give keys of, empty ones too: 16 if absent or "". A cluster's node has one
-- Result   the text of INFO, which ScriptGrid reads by the lines described below, and rows of what several fields tell together. What the
--          server does not have is left out
-- Cost     one INFO of all sections, which is nearly all of it; no writes
-- Needs    Redis 4.0; +info for an ACL user, before Redis 6.2 +time too
--
-- scriptgrid: gauge redis_instance_info{role,redis_version,redis_build_id,redis_mode,os,maxmemory_policy,tcp_port,run_id,process_id,master_replid,valkey_version,valkey_release_stage} What the server is.
-- scriptgrid: gauge redis_start_time_seconds When the server started.
-- scriptgrid: counter redis_commands_total{cmd} Calls of each command.
-- scriptgrid: counter redis_commands_duration_seconds_total{cmd} Time spent in each command.
-- scriptgrid: counter redis_commands_rejected_calls_total{cmd} Calls of each command that were refused before it ran.
-- scriptgrid: counter redis_commands_failed_calls_total{cmd} Calls of each command that failed while it ran.
-- scriptgrid: summary redis_latency_percentiles_usec{cmd} How long calls of each command take; the quantiles are percentiles.
-- scriptgrid: counter redis_errors_total{err} Error replies of each kind.
-- scriptgrid: gauge redis_db_keys{db} Keys in each database.
-- scriptgrid: gauge redis_db_keys_expiring{db} Keys with an expiry in each database.
-- scriptgrid: gauge redis_db_keys_cached{db} Keys of each database in the cache, on KeyDB.
-- scriptgrid: gauge redis_db_avg_ttl_seconds{db} Average time to live of keys with an expiry in each database.
-- scriptgrid: gauge redis_connected_slave_offset_bytes{slave_ip,slave_port,slave_state} Offset of replication that each replica has confirmed.
-- scriptgrid: gauge redis_connected_slave_lag_seconds{slave_ip,slave_port,slave_state} Time since each replica last confirmed an offset.
-- scriptgrid: gauge redis_slave_info{master_host,master_port,read_only} A replica's master.
-- scriptgrid: gauge redis_slave_repl_offset{master_host,master_port} Offset of replication that the replica has reached.
-- scriptgrid: gauge redis_master_link_up{master_host,master_port} Whether the replica is connected to its master.
-- scriptgrid: gauge redis_master_last_io_seconds_ago{master_host,master_port} Time since the replica last heard of its master.
-- scriptgrid: gauge redis_master_sync_in_progress{master_host,master_port} Whether the replica is receiving all data of its master.
-- scriptgrid: counter redis_active_time_io_thread_seconds_total{thread} Time that each I/O thread was at work, on Valkey.
-- scriptgrid: gauge redis_uptime_in_seconds How long the server has run.
-- scriptgrid: gauge redis_process_id Process id of the server.
-- scriptgrid: gauge redis_io_threads_active Whether I/O threads are at work.
-- scriptgrid: gauge redis_hz How often background tasks run each second, as adapted to the load.
-- scriptgrid: gauge redis_configured_hz How often background tasks run each second, as configured.
-- scriptgrid: gauge redis_connected_clients Connected clients; replicas do not count.
-- scriptgrid: gauge redis_cluster_connections Connections of the cluster's bus.
-- scriptgrid: gauge redis_max_clients How many clients may be connected.
-- scriptgrid: gauge redis_client_recent_max_input_buffer_bytes Largest input buffer of a client of late.
-- scriptgrid: gauge redis_client_recent_max_output_buffer_bytes Largest output buffer of a client of late.
-- scriptgrid: gauge redis_client_longest_output_list Longest output list of a client, on Redis before 5.
-- scriptgrid: gauge redis_client_biggest_input_buf Largest input buffer of a client, on Redis before 5.
-- scriptgrid: gauge redis_blocked_clients Clients that wait in a blocking command.
-- scriptgrid: gauge redis_tracking_clients Clients that track keys for their caches.
-- scriptgrid: gauge redis_pubsub_clients Clients that subscribe to channels or patterns.
-- scriptgrid: gauge redis_watching_clients Clients that watch keys.
-- scriptgrid: gauge redis_clients_in_timeout_table Clients that wait with a timeout.
-- scriptgrid: gauge redis_total_watched_keys Keys that clients watch.
-- scriptgrid: gauge redis_total_blocking_keys Keys that clients wait for.
-- scriptgrid: gauge redis_total_blocking_keys_on_nokey Keys whose deletion clients wait for.
-- scriptgrid: gauge redis_memory_used_bytes Memory that the server has allocated.
-- scriptgrid: gauge redis_memory_used_rss_bytes Memory of the process as the operating system sees it.
-- scriptgrid: gauge redis_memory_used_peak_bytes Most memory that was ever allocated.
-- scriptgrid: gauge redis_memory_used_overhead_bytes Memory for all that is not data.
-- scriptgrid: gauge redis_memory_used_startup_bytes Memory that the server had allocated once it had started.
-- scriptgrid: gauge redis_memory_used_dataset_bytes Memory for data.
-- scriptgrid: gauge redis_memory_used_lua_bytes Memory of the Lua interpreter that runs EVAL's scripts.
-- scriptgrid: gauge redis_memory_used_vm_eval_bytes Memory of the interpreters that run EVAL's scripts.
-- scriptgrid: gauge redis_memory_used_vm_functions_bytes Memory of the interpreters that run functions.
-- scriptgrid: gauge redis_memory_used_vm_total Memory of all interpreters, in bytes.
-- scriptgrid: gauge redis_memory_used_scripts_eval_bytes Memory for the texts of EVAL's scripts.
-- scriptgrid: gauge redis_memory_used_functions_bytes Memory for functions and their libraries.
-- scriptgrid: gauge redis_memory_used_scripts_bytes Memory for cached scripts and functions.
-- scriptgrid: gauge redis_number_of_cached_scripts Scripts in the cache.
-- scriptgrid: gauge redis_number_of_functions Functions that are loaded.
-- scriptgrid: gauge redis_number_of_libraries Libraries of functions that are loaded.
-- scriptgrid: gauge redis_total_system_memory_bytes Memory of the machine.
-- scriptgrid: gauge redis_memory_max_bytes How much memory the server may use for data; 0 is no limit.
-- scriptgrid: gauge redis_memory_max_reservation_bytes Memory set aside for other than data, on Azure.
-- scriptgrid: gauge redis_memory_max_reservation_desired_bytes Memory wanted aside for other than data, on Azure.
-- scriptgrid: gauge redis_memory_max_fragmentation_reservation_bytes Memory set aside for fragmentation, on Azure.
-- scriptgrid: gauge redis_memory_max_fragmentation_reservation_desired_bytes Memory wanted aside for fragmentation, on Azure.
-- scriptgrid: gauge redis_allocator_active_bytes Bytes in the allocator's active pages.
-- scriptgrid: gauge redis_allocator_allocated_bytes Bytes that the allocator has given out.
-- scriptgrid: gauge redis_allocator_resident_bytes Bytes that the allocator has in memory.
-- scriptgrid: gauge redis_allocator_muzzy_bytes Bytes in the allocator's muzzy pages.
-- scriptgrid: gauge redis_allocator_frag_ratio Active bytes of the allocator for each one given out.
-- scriptgrid: gauge redis_allocator_frag_bytes Bytes lost in active pages.
-- scriptgrid: gauge redis_allocator_rss_ratio Resident bytes of the allocator for each active one.
-- scriptgrid: gauge redis_allocator_rss_bytes Resident bytes of the allocator that are not active.
-- scriptgrid: gauge redis_mem_fragmentation_ratio Memory of the process for each allocated byte.
-- scriptgrid: gauge redis_mem_fragmentation_bytes Memory of the process that is not allocated.
-- scriptgrid: gauge redis_mem_not_counted_for_eviction_bytes Memory that does not count towards the limit.
-- scriptgrid: gauge redis_mem_replication_backlog_bytes Memory of the replication backlog.
-- scriptgrid: gauge redis_mem_total_replication_buffers_bytes Memory of all buffers of replication.
-- scriptgrid: gauge redis_mem_overhead_db_hashtable_rehashing_bytes Memory of tables that are being rehashed.
-- scriptgrid: gauge redis_mem_clients_slaves Memory of replicas' connections, in bytes.
-- scriptgrid: gauge redis_mem_clients_normal Memory of clients' connections, in bytes.
-- scriptgrid: gauge redis_mem_cluster_links_bytes Memory of links of the cluster's bus.
-- scriptgrid: gauge redis_mem_aof_buffer_bytes Memory of the buffers of the append-only file.
-- scriptgrid: gauge redis_active_defrag_running Whether memory is being defragmented, and with what share of a processor, in percent.
-- scriptgrid: gauge redis_lazyfree_pending_objects Objects that wait to be freed in the background.
-- scriptgrid: gauge redis_lazyfreed_objects Objects that were freed in the background.
-- scriptgrid: gauge redis_loading_dump_file Whether data are being loaded.
-- scriptgrid: gauge redis_async_loading Whether data are being loaded while old ones are served.
-- scriptgrid: gauge redis_rdb_changes_since_last_save Changes since the last dump.
-- scriptgrid: gauge redis_rdb_bgsave_in_progress Whether a dump is being written.
-- scriptgrid: gauge redis_rdb_last_save_timestamp_seconds When the last dump succeeded.
-- scriptgrid: gauge redis_rdb_last_bgsave_status Whether the last dump succeeded.
-- scriptgrid: gauge redis_rdb_last_bgsave_duration_sec How long the last dump took; -1 where there was none.
-- scriptgrid: gauge redis_rdb_current_bgsave_duration_sec How long the dump at work has taken; -1 where there is none.
-- scriptgrid: gauge redis_rdb_saves_total Dumps since the server started.
-- scriptgrid: gauge redis_rdb_last_cow_size_bytes Memory copied on write during the last dump.
-- scriptgrid: gauge redis_rdb_last_load_expired_keys Keys that had expired when the last dump was loaded.
-- scriptgrid: gauge redis_rdb_last_load_loaded_keys Keys that the last dump gave.
-- scriptgrid: gauge redis_aof_enabled Whether there is an append-only file.
-- scriptgrid: gauge redis_aof_rewrite_in_progress Whether the append-only file is being rewritten.
-- scriptgrid: gauge redis_aof_rewrite_scheduled Whether a rewrite of the append-only file waits for the dump at work.
-- scriptgrid: gauge redis_aof_last_rewrite_duration_sec How long the last rewrite took; -1 where there was none.
-- scriptgrid: gauge redis_aof_current_rewrite_duration_sec How long the rewrite at work has taken; -1 where there is none.
-- scriptgrid: gauge redis_aof_last_bgrewrite_status Whether the last rewrite succeeded.
-- scriptgrid: gauge redis_aof_last_write_status Whether the last write to the append-only file succeeded.
-- scriptgrid: gauge redis_aof_last_cow_size_bytes Memory copied on write during the last rewrite.
-- scriptgrid: gauge redis_aof_current_size_bytes Size of the append-only file.
-- scriptgrid: gauge redis_aof_base_size_bytes Size of the append-only file at start or after the last rewrite.
-- scriptgrid: gauge redis_aof_pending_rewrite Whether a rewrite waits for the dump at work.
-- scriptgrid: gauge redis_aof_buffer_length Bytes that wait for the append-only file.
-- scriptgrid: gauge redis_aof_rewrite_buffer_length Bytes that wait for the end of a rewrite.
-- scriptgrid: gauge redis_aof_pending_bio_fsync Calls of fsync that wait.
-- scriptgrid: gauge redis_aof_delayed_fsync Calls of fsync that were late.
-- scriptgrid: gauge redis_module_fork_in_progress Whether a module has a fork at work.
-- scriptgrid: gauge redis_module_fork_last_cow_size Memory copied on write during the last fork of a module, in bytes.
-- scriptgrid: counter redis_connections_received_total Connections that were accepted.
-- scriptgrid: counter redis_commands_processed_total Commands that were run.
-- scriptgrid: counter redis_rejected_connections_total Connections refused for too many clients.
-- scriptgrid: counter redis_net_input_bytes_total Bytes read from the network.
-- scriptgrid: counter redis_net_output_bytes_total Bytes written to the network.
-- scriptgrid: counter redis_net_repl_input_bytes_total Bytes read for replication.
-- scriptgrid: counter redis_net_repl_output_bytes_total Bytes written for replication.
-- scriptgrid: gauge redis_instantaneous_eventloop_cycles_per_sec Rounds of the event loop each second, of late.
-- scriptgrid: gauge redis_instantaneous_eventloop_duration_usec How long a round of the event loop takes, of late.
-- scriptgrid: counter redis_eventloop_cycles_total Rounds of the event loop.
-- scriptgrid: counter redis_eventloop_duration_sum_usec_total Time in the event loop.
-- scriptgrid: counter redis_eventloop_duration_cmd_sum_usec_total Time in commands.
-- scriptgrid: gauge redis_replica_resyncs_full Full synchronisations of replicas.
-- scriptgrid: gauge redis_replica_partial_resync_accepted Partial synchronisations that were granted.
-- scriptgrid: gauge redis_replica_partial_resync_denied Partial synchronisations that were refused.
-- scriptgrid: counter redis_expired_keys_total Keys that expired.
-- scriptgrid: counter redis_expired_subkeys_total Fields of hashes that expired.
-- scriptgrid: gauge redis_expired_stale_percentage Estimated share of keys that have expired and are still there, in percent.
-- scriptgrid: gauge redis_expired_time_cap_reached_total How often expiring keys took too long and was cut short.
-- scriptgrid: counter redis_expire_cycle_cpu_time_ms_total Time spent on expiring keys.
-- scriptgrid: counter redis_evicted_keys_total Keys that were evicted for want of memory.
-- scriptgrid: counter redis_evicted_clients_total Clients that were evicted for want of memory.
-- scriptgrid: counter redis_evicted_scripts_total Scripts that left the cache to make room.
-- scriptgrid: counter redis_eviction_exceeded_time_ms_total Time for which memory was above the limit.
-- scriptgrid: gauge redis_current_eviction_exceeded_time_ms For how long memory has been above the limit.
-- scriptgrid: counter redis_keyspace_hits_total Lookups of keys that were there.
-- scriptgrid: counter redis_keyspace_misses_total Lookups of keys that were not there.
-- scriptgrid: gauge redis_pubsub_channels Channels with subscribers.
-- scriptgrid: gauge redis_pubsub_patterns Patterns with subscribers.
-- scriptgrid: gauge redis_pubsubshard_channels Shard channels with subscribers.
-- scriptgrid: gauge redis_latest_fork_seconds How long the last fork took.
-- scriptgrid: gauge redis_migrate_cached_sockets_total Connections kept open for MIGRATE.
-- scriptgrid: gauge redis_slave_expires_tracked_keys Keys with an expiry that a writable replica tracks.
-- scriptgrid: gauge redis_defrag_hits Allocations that defragmentation moved.
-- scriptgrid: gauge redis_defrag_misses Allocations that defragmentation left in place.
-- scriptgrid: gauge redis_defrag_key_hits Keys that defragmentation improved.
-- scriptgrid: gauge redis_defrag_key_misses Keys that defragmentation passed over.
-- scriptgrid: gauge redis_tracking_total_keys Keys that clients track.
-- scriptgrid: gauge redis_tracking_total_items Pairs of a client and a key that it tracks.
-- scriptgrid: gauge redis_tracking_total_prefixes Prefixes that clients track.
-- scriptgrid: counter redis_unexpected_error_replies Error replies of a kind that nobody expects.
-- scriptgrid: counter redis_total_error_replies Error replies.
-- scriptgrid: counter redis_dump_payload_sanitizations Payloads of RESTORE that were checked in depth.
-- scriptgrid: counter redis_total_reads_processed Reads from the network.
-- scriptgrid: counter redis_total_writes_processed Writes to the network.
-- scriptgrid: counter redis_io_threaded_reads_processed Reads from the network by I/O threads.
-- scriptgrid: counter redis_io_threaded_writes_processed Writes to the network by I/O threads.
-- scriptgrid: counter redis_client_query_buffer_limit_disconnections_total Clients cut off for too long a query.
-- scriptgrid: counter redis_client_output_buffer_limit_disconnections_total Clients cut off for too much unread output.
-- scriptgrid: counter redis_reply_buffer_shrinks_total How often a reply buffer was made smaller.
-- scriptgrid: counter redis_reply_buffer_expands_total How often a reply buffer was made larger.
-- scriptgrid: counter redis_acl_access_denied_auth_total Logins that were refused.
-- scriptgrid: counter redis_acl_access_denied_cmd_total Commands that a user may not call.
-- scriptgrid: counter redis_acl_access_denied_key_total Keys that a user may not touch.
-- scriptgrid: counter redis_acl_access_denied_channel_total Channels that a user may not use.
-- scriptgrid: gauge redis_connected_slaves Connected replicas.
-- scriptgrid: gauge redis_repl_backlog_is_active Whether there is a replication backlog.
-- scriptgrid: gauge redis_replication_backlog_bytes Size of the replication backlog.
-- scriptgrid: gauge redis_repl_backlog_first_byte_offset Offset at which the replication backlog begins.
-- scriptgrid: gauge redis_repl_backlog_history_bytes Bytes in the replication backlog.
-- scriptgrid: gauge redis_master_repl_offset Offset of replication that the server has reached.
-- scriptgrid: gauge redis_second_repl_offset Offset up to which the former master's identity is good.
-- scriptgrid: gauge redis_slave_priority The replica's priority in a failover.
-- scriptgrid: counter redis_cpu_sys_seconds_total Processor time in the kernel.
-- scriptgrid: counter redis_cpu_user_seconds_total Processor time outside the kernel.
-- scriptgrid: counter redis_cpu_sys_children_seconds_total Processor time of child processes in the kernel.
-- scriptgrid: counter redis_cpu_user_children_seconds_total Processor time of child processes outside the kernel.
-- scriptgrid: counter redis_cpu_sys_main_thread_seconds_total Processor time of the main thread in the kernel.
-- scriptgrid: counter redis_cpu_user_main_thread_seconds_total Processor time of the main thread outside the kernel.
-- scriptgrid: counter redis_active_time_main_thread_seconds_total Time that the main thread was at work, on Valkey.
-- scriptgrid: gauge redis_cluster_enabled Whether the server is a node of a cluster.
-- scriptgrid: gauge redis_cluster_incompatible_ops Commands that a cluster would refuse.
-- scriptgrid: counter redis_cached_keys_total Keys in the cache.
-- scriptgrid: counter redis_storage_provider_read_hits Reads that the storage provider could answer.
-- scriptgrid: counter redis_storage_provider_read_misses Reads that the storage provider could not answer.
-- scriptgrid: gauge redis_server_threads_total Threads that serve clients.
-- scriptgrid: gauge redis_long_lock_waits_total Waits for a lock that took long.
-- scriptgrid: gauge redis_current_client_thread Thread that serves this client.
--
-- Lines of commands, errors, databases and replicas; then fields whose values are metrics as they are.
-- scriptgrid: line cmdstat_{cmd}:calls={redis_commands_total,redis_latency_percentiles_usec_count},usec={redis_commands_duration_seconds_total/1000000,redis_latency_percentiles_usec_sum},usec_per_call={},rejected_calls={redis_commands_rejected_calls_total},failed_calls={redis_commands_failed_calls_total}
-- scriptgrid: line latency_percentiles_usec_{cmd}:p{quantile}={redis_latency_percentiles_usec},p{quantile}={redis_latency_percentiles_usec},...
-- scriptgrid: line errorstat_{err}:count={redis_errors_total}
-- scriptgrid: line {db}:keys={redis_db_keys},expires={redis_db_keys_expiring},avg_ttl={redis_db_avg_ttl_seconds/1000},cached_keys={redis_db_keys_cached}
-- scriptgrid: line slave{}:ip={slave_ip},port={slave_port},state={slave_state},offset={redis_connected_slave_offset_bytes},lag={redis_connected_slave_lag_seconds}
-- scriptgrid: line used_active_time_io_thread_{thread}:{redis_active_time_io_thread_seconds_total}
-- scriptgrid: line uptime_in_seconds:{redis_uptime_in_seconds}
-- scriptgrid: line process_id:{redis_process_id}
-- scriptgrid: line io_threads_active:{redis_io_threads_active}
-- scriptgrid: line hz:{redis_hz}
-- scriptgrid: line configured_hz:{redis_configured_hz}
-- scriptgrid: line connected_clients:{redis_connected_clients}
-- scriptgrid: line cluster_connections:{redis_cluster_connections}
-- scriptgrid: line maxclients:{redis_max_clients}
-- scriptgrid: line client_recent_max_input_buffer:{redis_client_recent_max_input_buffer_bytes}
-- scriptgrid: line client_recent_max_output_buffer:{redis_client_recent_max_output_buffer_bytes}
-- scriptgrid: line client_longest_output_list:{redis_client_longest_output_list}
-- scriptgrid: line client_biggest_input_buf:{redis_client_biggest_input_buf}
-- scriptgrid: line blocked_clients:{redis_blocked_clients}
-- scriptgrid: line tracking_clients:{redis_tracking_clients}
-- scriptgrid: line pubsub_clients:{redis_pubsub_clients}
-- scriptgrid: line watching_clients:{redis_watching_clients}
-- scriptgrid: line clients_in_timeout_table:{redis_clients_in_timeout_table}
-- scriptgrid: line total_watched_keys:{redis_total_watched_keys}
-- scriptgrid: line total_blocking_keys:{redis_total_blocking_keys}
-- scriptgrid: line total_blocking_keys_on_nokey:{redis_total_blocking_keys_on_nokey}
-- scriptgrid: line used_memory:{redis_memory_used_bytes}
-- scriptgrid: line used_memory_rss:{redis_memory_used_rss_bytes}
-- scriptgrid: line used_memory_peak:{redis_memory_used_peak_bytes}
-- scriptgrid: line used_memory_overhead:{redis_memory_used_overhead_bytes}
-- scriptgrid: line used_memory_startup:{redis_memory_used_startup_bytes}
-- scriptgrid: line used_memory_dataset:{redis_memory_used_dataset_bytes}
-- scriptgrid: line used_memory_lua:{redis_memory_used_lua_bytes}
-- scriptgrid: line used_memory_vm_eval:{redis_memory_used_vm_eval_bytes}
-- scriptgrid: line used_memory_vm_functions:{redis_memory_used_vm_functions_bytes}
-- scriptgrid: line used_memory_vm_total:{redis_memory_used_vm_total}
-- scriptgrid: line used_memory_scripts_eval:{redis_memory_used_scripts_eval_bytes}
-- scriptgrid: line used_memory_functions:{redis_memory_used_functions_bytes}
-- scriptgrid: line used_memory_scripts:{redis_memory_used_scripts_bytes}
-- scriptgrid: line number_of_cached_scripts:{redis_number_of_cached_scripts}
-- scriptgrid: line number_of_functions:{redis_number_of_functions}
-- scriptgrid: line number_of_libraries:{redis_number_of_libraries}
-- scriptgrid: line total_system_memory:{redis_total_system_memory_bytes}
-- scriptgrid: line maxmemory:{redis_memory_max_bytes}
-- scriptgrid: line maxmemory_reservation:{redis_memory_max_reservation_bytes}
-- scriptgrid: line maxmemory_desired_reservation:{redis_memory_max_reservation_desired_bytes}
-- scriptgrid: line maxfragmentationmemory_reservation:{redis_memory_max_fragmentation_reservation_bytes}
-- scriptgrid: line maxfragmentationmemory_desired_reservation:{redis_memory_max_fragmentation_reservation_desired_bytes}
-- scriptgrid: line allocator_active:{redis_allocator_active_bytes}
-- scriptgrid: line allocator_allocated:{redis_allocator_allocated_bytes}
-- scriptgrid: line allocator_resident:{redis_allocator_resident_bytes}
-- scriptgrid: line allocator_muzzy:{redis_allocator_muzzy_bytes}
-- scriptgrid: line allocator_frag_ratio:{redis_allocator_frag_ratio}
-- scriptgrid: line allocator_frag_bytes:{redis_allocator_frag_bytes}
-- scriptgrid: line allocator_rss_ratio:{redis_allocator_rss_ratio}
-- scriptgrid: line allocator_rss_bytes:{redis_allocator_rss_bytes}
-- scriptgrid: line mem_fragmentation_ratio:{redis_mem_fragmentation_ratio}
-- scriptgrid: line mem_fragmentation_bytes:{redis_mem_fragmentation_bytes}
-- scriptgrid: line mem_not_counted_for_evict:{redis_mem_not_counted_for_eviction_bytes}
-- scriptgrid: line mem_replication_backlog:{redis_mem_replication_backlog_bytes}
-- scriptgrid: line mem_total_replication_buffers:{redis_mem_total_replication_buffers_bytes}
-- scriptgrid: line mem_overhead_db_hashtable_rehashing:{redis_mem_overhead_db_hashtable_rehashing_bytes}
-- scriptgrid: line mem_clients_slaves:{redis_mem_clients_slaves}
-- scriptgrid: line mem_clients_normal:{redis_mem_clients_normal}
-- scriptgrid: line mem_cluster_links:{redis_mem_cluster_links_bytes}
-- scriptgrid: line mem_aof_buffer:{redis_mem_aof_buffer_bytes}
-- scriptgrid: line active_defrag_running:{redis_active_defrag_running}
-- scriptgrid: line lazyfree_pending_objects:{redis_lazyfree_pending_objects}
-- scriptgrid: line lazyfreed_objects:{redis_lazyfreed_objects}
-- scriptgrid: line loading:{redis_loading_dump_file}
-- scriptgrid: line async_loading:{redis_async_loading}
-- scriptgrid: line rdb_changes_since_last_save:{redis_rdb_changes_since_last_save}
-- scriptgrid: line rdb_bgsave_in_progress:{redis_rdb_bgsave_in_progress}
-- scriptgrid: line rdb_last_save_time:{redis_rdb_last_save_timestamp_seconds}
-- scriptgrid: line rdb_last_bgsave_status:{redis_rdb_last_bgsave_status}
-- scriptgrid: line rdb_last_bgsave_time_sec:{redis_rdb_last_bgsave_duration_sec}
-- scriptgrid: line rdb_current_bgsave_time_sec:{redis_rdb_current_bgsave_duration_sec}
-- scriptgrid: line rdb_saves:{redis_rdb_saves_total}
-- scriptgrid: line rdb_last_cow_size:{redis_rdb_last_cow_size_bytes}
-- scriptgrid: line rdb_last_load_keys_expired:{redis_rdb_last_load_expired_keys}
-- scriptgrid: line rdb_last_load_keys_loaded:{redis_rdb_last_load_loaded_keys}
-- scriptgrid: line aof_enabled:{redis_aof_enabled}
-- scriptgrid: line aof_rewrite_in_progress:{redis_aof_rewrite_in_progress}
-- scriptgrid: line aof_rewrite_scheduled:{redis_aof_rewrite_scheduled}
-- scriptgrid: line aof_last_rewrite_time_sec:{redis_aof_last_rewrite_duration_sec}
-- scriptgrid: line aof_current_rewrite_time_sec:{redis_aof_current_rewrite_duration_sec}
-- scriptgrid: line aof_last_bgrewrite_status:{redis_aof_last_bgrewrite_status}
-- scriptgrid: line aof_last_write_status:{redis_aof_last_write_status}
-- scriptgrid: line aof_last_cow_size:{redis_aof_last_cow_size_bytes}
-- scriptgrid: line aof_current_size:{redis_aof_current_size_bytes}
-- scriptgrid: line aof_base_size:{redis_aof_base_size_bytes}
-- scriptgrid: line aof_pending_rewrite:{redis_aof_pending_rewrite}
-- scriptgrid: line aof_buffer_length:{redis_aof_buffer_length}
-- scriptgrid: line aof_rewrite_buffer_length:{redis_aof_rewrite_buffer_length}
-- scriptgrid: line aof_pending_bio_fsync:{redis_aof_pending_bio_fsync}
-- scriptgrid: line aof_delayed_fsync:{redis_aof_delayed_fsync}
-- scriptgrid: line module_fork_in_progress:{redis_module_fork_in_progress}
-- scriptgrid: line module_fork_last_cow_size:{redis_module_fork_last_cow_size}
-- scriptgrid: line total_connections_received:{redis_connections_received_total}
-- scriptgrid: line total_commands_processed:{redis_commands_processed_total}
-- scriptgrid: line rejected_connections:{redis_rejected_connections_total}
-- scriptgrid: line total_net_input_bytes:{redis_net_input_bytes_total}
-- scriptgrid: line total_net_output_bytes:{redis_net_output_bytes_total}
-- scriptgrid: line total_net_repl_input_bytes:{redis_net_repl_input_bytes_total}
-- scriptgrid: line total_net_repl_output_bytes:{redis_net_repl_output_bytes_total}
-- scriptgrid: line instantaneous_eventloop_cycles_per_sec:{redis_instantaneous_eventloop_cycles_per_sec}
-- scriptgrid: line instantaneous_eventloop_duration_usec:{redis_instantaneous_eventloop_duration_usec}
-- scriptgrid: line eventloop_cycles:{redis_eventloop_cycles_total}
-- scriptgrid: line eventloop_duration_sum:{redis_eventloop_duration_sum_usec_total}
-- scriptgrid: line eventloop_duration_cmd_sum:{redis_eventloop_duration_cmd_sum_usec_total}
-- scriptgrid: line sync_full:{redis_replica_resyncs_full}
-- scriptgrid: line sync_partial_ok:{redis_replica_partial_resync_accepted}
-- scriptgrid: line sync_partial_err:{redis_replica_partial_resync_denied}
-- scriptgrid: line expired_keys:{redis_expired_keys_total}
-- scriptgrid: line expired_subkeys:{redis_expired_subkeys_total}
-- scriptgrid: line expired_stale_perc:{redis_expired_stale_percentage}
-- scriptgrid: line expired_time_cap_reached_count:{redis_expired_time_cap_reached_total}
-- scriptgrid: line expire_cycle_cpu_milliseconds:{redis_expire_cycle_cpu_time_ms_total}
-- scriptgrid: line evicted_keys:{redis_evicted_keys_total}
-- scriptgrid: line evicted_clients:{redis_evicted_clients_total}
-- scriptgrid: line evicted_scripts:{redis_evicted_scripts_total}
-- scriptgrid: line total_eviction_exceeded_time:{redis_eviction_exceeded_time_ms_total}
-- scriptgrid: line current_eviction_exceeded_time:{redis_current_eviction_exceeded_time_ms}
-- scriptgrid: line keyspace_hits:{redis_keyspace_hits_total}
-- scriptgrid: line keyspace_misses:{redis_keyspace_misses_total}
-- scriptgrid: line pubsub_channels:{redis_pubsub_channels}
-- scriptgrid: line pubsub_patterns:{redis_pubsub_patterns}
-- scriptgrid: line pubsubshard_channels:{redis_pubsubshard_channels}
-- scriptgrid: line latest_fork_usec:{redis_latest_fork_seconds/1000000}
-- scriptgrid: line migrate_cached_sockets:{redis_migrate_cached_sockets_total}
-- scriptgrid: line slave_expires_tracked_keys:{redis_slave_expires_tracked_keys}
-- scriptgrid: line active_defrag_hits:{redis_defrag_hits}
-- scriptgrid: line active_defrag_misses:{redis_defrag_misses}
-- scriptgrid: line active_defrag_key_hits:{redis_defrag_key_hits}
-- scriptgrid: line active_defrag_key_misses:{redis_defrag_key_misses}
-- scriptgrid: line tracking_total_keys:{redis_tracking_total_keys}
-- scriptgrid: line tracking_total_items:{redis_tracking_total_items}
-- scriptgrid: line tracking_total_prefixes:{redis_tracking_total_prefixes}
-- scriptgrid: line unexpected_error_replies:{redis_unexpected_error_replies}
-- scriptgrid: line total_error_replies:{redis_total_error_replies}
-- scriptgrid: line dump_payload_sanitizations:{redis_dump_payload_sanitizations}
-- scriptgrid: line total_reads_processed:{redis_total_reads_processed}
-- scriptgrid: line total_writes_processed:{redis_total_writes_processed}
-- scriptgrid: line io_threaded_reads_processed:{redis_io_threaded_reads_processed}
-- scriptgrid: line io_threaded_writes_processed:{redis_io_threaded_writes_processed}
-- scriptgrid: line client_query_buffer_limit_disconnections:{redis_client_query_buffer_limit_disconnections_total}
-- scriptgrid: line client_output_buffer_limit_disconnections:{redis_client_output_buffer_limit_disconnections_total}
-- scriptgrid: line reply_buffer_shrinks:{redis_reply_buffer_shrinks_total}
-- scriptgrid: line reply_buffer_expands:{redis_reply_buffer_expands_total}
-- scriptgrid: line acl_access_denied_auth:{redis_acl_access_denied_auth_total}
-- scriptgrid: line acl_access_denied_cmd:{redis_acl_access_denied_cmd_total}
-- scriptgrid: line acl_access_denied_key:{redis_acl_access_denied_key_total}
-- scriptgrid: line acl_access_denied_channel:{redis_acl_access_denied_channel_total}
-- scriptgrid: line connected_slaves:{redis_connected_slaves}
-- scriptgrid: line repl_backlog_active:{redis_repl_backlog_is_active}
-- scriptgrid: line repl_backlog_size:{redis_replication_backlog_bytes}
-- scriptgrid: line repl_backlog_first_byte_offset:{redis_repl_backlog_first_byte_offset}
-- scriptgrid: line repl_backlog_histlen:{redis_repl_backlog_history_bytes}
-- scriptgrid: line master_repl_offset:{redis_master_repl_offset}
-- scriptgrid: line second_repl_offset:{redis_second_repl_offset}
-- scriptgrid: line slave_priority:{redis_slave_priority}
-- scriptgrid: line used_cpu_sys:{redis_cpu_sys_seconds_total}
-- scriptgrid: line used_cpu_user:{redis_cpu_user_seconds_total}
-- scriptgrid: line used_cpu_sys_children:{redis_cpu_sys_children_seconds_total}
-- scriptgrid: line used_cpu_user_children:{redis_cpu_user_children_seconds_total}
-- scriptgrid: line used_cpu_sys_main_thread:{redis_cpu_sys_main_thread_seconds_total}
-- scriptgrid: line used_cpu_user_main_thread:{redis_cpu_user_main_thread_seconds_total}
-- scriptgrid: line used_active_time_main_thread:{redis_active_time_main_thread_seconds_total}
-- scriptgrid: line cluster_enabled:{redis_cluster_enabled}
-- scriptgrid: line cluster_incompatible_ops:{redis_cluster_incompatible_ops}
-- scriptgrid: line cached_keys:{redis_cached_keys_total}
-- scriptgrid: line storage_provider_read_hits:{redis_storage_provider_read_hits}
-- scriptgrid: line storage_provider_read_misses:{redis_storage_provider_read_misses}
-- scriptgrid: line server_threads:{redis_server_threads_total}
-- scriptgrid: line long_lock_waits:{redis_long_lock_waits_total}
-- scriptgrid: line current_client_thread:{redis_current_client_thread}

local DATABASES = tonumber(ARGV[1]) or 16

local find, sub, gmatch = string.find, string.sub, string.gmatch

local info = redis.call('INFO', 'all')

-- A section, and a field of one, by plain searches: Redis waits meanwhile, and patterns take several times as long.
local function section(title)
  local first = find(info, '# ' .. title .. '\r', 1, true)
  return first and sub(info, first, find(info, '#', first + 1, true) or -1) or ''
end
local function field(text, name)
  local _, colon = find(text, '\n' .. name .. ':', 1, true)
  return colon and sub(text, colon + 1, (find(text, '\r', colon, true) or 0) - 1) or ''
end

local server, replication, keyspace = section('Server'), section('Replication'), section('Keyspace')
local role = field(replication, 'role')
local rows = {
  info,
  {
    'redis_instance_info', role, field(server, 'redis_version'), field(server, 'redis_build_id'), field(server, 'redis_mode'), field(server, 'os'),
    field(info, 'maxmemory_policy'), field(server, 'tcp_port'), field(server, 'run_id'), field(server, 'process_id'),
    field(replication, 'master_replid'), field(server, 'valkey_version'), field(server, 'valkey_release_stage'), 1,
  },
}

local uptime = tonumber(field(server, 'uptime_in_seconds'))
if uptime then
  local microseconds = tonumber(field(server, 'server_time_usec'))
  rows[#rows + 1] = {'redis_start_time_seconds', math.floor(microseconds and microseconds / 1e6 or redis.call('TIME')[1]) - uptime}
end

-- Databases without keys are not in INFO.
local empty = {}
for index = 0, (field(section('Cluster'), 'cluster_enabled') == '1' and math.min(1, DATABASES) or DATABASES) - 1 do
  if not find(keyspace, '\ndb' .. index .. ':', 1, true) then
    empty[#empty + 1] = 'db' .. index .. ':keys=0,expires=0'
  end
end
rows[#rows + 1] = table.concat(empty, '\n')

-- KeyDB may have several masters: master_host, master_1_host and so on.
for master, host in gmatch(role == 'slave' and replication or '', '\n(master_?%d*)_host:([^\r]*)') do
  local port = field(replication, master .. '_port')
  local function tell(name, value)
    if value ~= '' then
      rows[#rows + 1] = {name, host, port, value}
    end
  end
  local link = field(replication, master .. '_link_status')
  tell('redis_master_link_up', link == 'up' and 1 or link == '' and '' or 0)
  tell('redis_master_last_io_seconds_ago', field(replication, master .. '_last_io_seconds_ago'))
  tell('redis_master_sync_in_progress', field(replication, master .. '_sync_in_progress'))
  if master == 'master' then
    tell('redis_slave_repl_offset', field(replication, 'slave_repl_offset'))
    rows[#rows + 1] = {'redis_slave_info', host, port, field(replication, 'slave_read_only'), 1}
  end
end
return rows
