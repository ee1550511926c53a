namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>Who may use DEBUG: <c>enable-debug-command</c>.</summary>
internal enum DebugPermission
{
    No,
    Local,
    Yes,
}
