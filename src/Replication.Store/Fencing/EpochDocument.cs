using Replication.Core.Fencing;

namespace Replication.Store.Fencing;

/// <summary>The newest run that has written for one VM; sealed JSON in <c>epochs/</c>.</summary>
internal sealed record EpochDocument(string Scope, long Number, string Holder)
{
    public WriterEpoch Epoch => new(Number, Holder);
}
