using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The parts of a match in progress.</summary>
internal ref partial struct LuaPattern
{
    private enum Outcome
    {
        Goes,
        Matched,
        Failed,
    }

    private enum ChoiceKind
    {
        /// <summary>Continue at the saved source and pattern.</summary>
        Resume,

        /// <summary>Give back one character of a greedy repetition, down to the position Extra.</summary>
        OneLess,

        /// <summary>Take one more character for a lazy repetition of the item from Pattern to Extra.</summary>
        OneMore,

        /// <summary>Not a choice: remove the latest capture.</summary>
        DropCapture,

        /// <summary>Not a choice: mark the capture Extra as unfinished again.</summary>
        ReopenCapture,
    }

    private record struct Choice(ChoiceKind Kind, int Source, int Pattern, int Extra);

    /// <summary>The stack of choices. One per thread of execution is enough, because nothing else runs while a pattern is matched.</summary>
    private sealed class Choices
    {
        private const int Few = 64;
        private const int MaxKept = 4096;

        [ThreadStatic]
        private static Choices? _ofThread;

        internal static Choices OfThread
        {
            get
            {
                _ofThread ??= new Choices();
                _ofThread.Trim();
                return _ofThread;
            }
        }

        internal Choice[] Open { get; private set; } = new Choice[Few];

        /// <summary>Frees memory that only a long match needs.</summary>
        internal void Trim()
        {
            if (Open.Length > MaxKept)
            {
                Open = new Choice[Few];
            }
        }

        internal void Grow()
        {
            Choice[] grown = Open;
            Array.Resize(ref grown, grown.Length * 2);
            Open = grown;
        }
    }

    private record struct Capture(int Start, int Length)
    {
        internal const int Unfinished = -1;
        internal const int Position = -2;
    }

    [InlineArray(MaxCaptures)]
    private struct Captures
    {
        private Capture _first;
    }
}
