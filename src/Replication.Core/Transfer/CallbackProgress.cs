namespace Replication.Core.Transfer;

/// <summary>
/// Reports on the thread that makes progress. The framework's own Progress posts to wherever it was made, so its last
/// reports may arrive after the work has returned.
/// </summary>
public sealed class CallbackProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
