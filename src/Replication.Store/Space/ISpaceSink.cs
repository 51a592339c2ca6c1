using Replication.Store.Data;

namespace Replication.Store.Space;

/// <summary>Receives what a walk found to be used by nobody else.</summary>
internal interface ISpaceSink
{
    void AddGrain(GrainPointer grain);

    void AddPage(long page);
}
