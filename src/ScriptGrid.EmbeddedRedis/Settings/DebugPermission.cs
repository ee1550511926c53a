namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>Who may use DEBUG: the values of <c>enable-debug-command</c>.</summary>
internal enum DebugPermission
{
    No,
    Local,
    Yes,
}
