using Replication.Core.Errors;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>One fact at a time: what cannot be read leaves that fact unknown and the others alone.</summary>
internal static class FactReader
{
    public static async ValueTask<Fact<T>> ReadAsync<T>(Func<ValueTask<Fact<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (ReplicationException e)
        {
            return Fact<T>.Unknown(e.Message);
        }
    }
}
