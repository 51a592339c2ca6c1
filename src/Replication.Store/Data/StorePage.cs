namespace Replication.Store.Data;

internal static class StorePage
{
    /// <summary>Unit of allocation in every file of a volume: what file systems allocate and punch in.</summary>
    public const int Size = 4096;

    public static int Count(int bytes) => (bytes + Size - 1) / Size;
}
