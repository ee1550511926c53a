using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Rdb;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Debugging;

/// <summary>
/// DEBUG RELOAD and LOADAOF: writes all data as an RDB file, removes it, and reads it from that file, so that only what a file can hold is left. The file stays
/// in memory for a RELOAD that does not write a new one.
/// </summary>
internal sealed class Reloading(ScriptEngine scripts, SaveTimes saves)
{
    private const string Failure = "ERR Error trying to load the RDB dump";

    private byte[]? _file;

    internal void Reload(CommandCall call)
    {
        (bool merges, bool flushes, bool writes) = (false, true, true);
        for (int i = 2; i < call.Words.Length; i++)
        {
            (bool isMerge, bool isNoFlush, bool isNoSave) = (call.Is(i, "MERGE"), call.Is(i, "NOFLUSH"), call.Is(i, "NOSAVE"));
            if (!isMerge && !isNoFlush && !isNoSave)
            {
                call.Fail("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
                return;
            }

            (merges, flushes, writes) = (merges || isMerge, flushes && !isNoFlush, writes && !isNoSave);
        }

        Keyspace keyspace = call.Keyspace;
        if (writes)
        {
            _file = RdbFile.Write(keyspace, keyspace.Settings, RedisVersion.Text, scripts.Functions.Libraries.Select(static library => library.Code));
            saves.Note();
        }

        if (_file is null || RdbFile.Read(_file, keyspace.Settings) is not { } content)
        {
            call.Fail(Failure);
            return;
        }

        if (flushes)
        {
            keyspace.Flush(keyspace.Databases);
            scripts.Functions.Clear();
        }

        bool isLoaded = TryLoadLibraries(content, merges) && TryLoadKeys(keyspace, content, merges);
        saves.Note();
        if (isLoaded || call.Fail(Failure))
        {
            call.Ok();
        }
    }

    private bool TryLoadLibraries(RdbContent content, bool merges)
    {
        foreach (byte[] code in content.Libraries)
        {
            string? problem = FunctionLoader.Load(scripts, code, out FunctionLibrary? library, name => !merges && scripts.Functions.Contains(name));
            if ((problem ?? scripts.Functions.Add([library!], merges)) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns false if a key already exists, unless keys of the file replace existing ones. Sends no notifications of new keys.</summary>
    private static bool TryLoadKeys(Keyspace keyspace, RdbContent content, bool merges)
    {
        KeyEventKinds told = keyspace.Events.Enabled;
        keyspace.Events.Enabled = KeyEventKinds.None;
        bool isLoaded = true;
        foreach (RdbEntry entry in content.Entries)
        {
            Database database = keyspace.Databases[entry.Database];
            if (entry.Expiry < keyspace.Clock.Milliseconds)
            {
                continue;
            }

            isLoaded = merges || database.Find(entry.Key, touch: false) is null;
            if (!isLoaded)
            {
                break;
            }

            database.Replace(entry.Key);
            database.Set(entry.Key, entry.Value);
            if (entry.Expiry is { } expiry)
            {
                database.SetExpiry(entry.Key, expiry);
            }

            keyspace.Usage.Resume(entry.Value, entry.IdleSeconds, entry.Frequency);
        }

        keyspace.Events.Enabled = told;
        return isLoaded;
    }
}
