namespace Amazon.EBS.Model;

/// <summary>A block of a snapshot.</summary>
public class Block
{
    /// <summary>Offset in the disk divided by the block size.</summary>
    public int? BlockIndex { get; set; }

    /// <summary>Permits reading the block until the listing's expiry time.</summary>
    public string? BlockToken { get; set; }
}
