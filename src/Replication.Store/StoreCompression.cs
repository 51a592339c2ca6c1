namespace Replication.Store;

/// <summary>How a store keeps grains; chosen when it is created.</summary>
public enum StoreCompression
{
    None,

    /// <summary>Brotli at its fastest, per grain, where it saves at least one page.</summary>
    Brotli,
}
