using Polly;
using Polly.Retry;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The only retry layer. It is entered after an attempt lost its connection: it reconnects and runs again at once, then once more after a short wait.
/// Everything happens within the run's own timeout. Failures that are not transient are never retried.
/// </summary>
internal static class RetryPipeline
{
    /// <summary>Whether another attempt within the same interval may succeed.</summary>
    public static bool IsTransient(Failure? failure) => failure is { IsConnectionLost: true, Reason: FailureReason.Connection };

    /// <summary>The pipeline, shared by all targets.</summary>
    public static ResiliencePipeline<Failure?> Create(TimeProvider time) =>
        new ResiliencePipelineBuilder<Failure?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Failure?>
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(150),
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(IsTransient(arguments.Outcome.Result)),
            })
            .Build();
}
