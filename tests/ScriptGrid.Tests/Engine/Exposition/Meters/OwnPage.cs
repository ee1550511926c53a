using System.Buffers;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

/// <summary>A host's own families as text.</summary>
internal static class OwnPage
{
    /// <summary>Writes them, without the end mark of a page.</summary>
    public static async Task<string> ReadAsync(OwnMetrics metrics, ExpositionFormat format = ExpositionFormat.Text)
    {
        var page = new ArrayBufferWriter<byte>();
        await metrics.WriteAsync(page, format, CancellationToken.None);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }
}
