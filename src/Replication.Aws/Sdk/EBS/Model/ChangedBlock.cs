namespace Amazon.EBS.Model;

/// <summary>A block that differs between two snapshots.</summary>
public class ChangedBlock
{
    /// <summary>Offset in the disk divided by the block size.</summary>
    public int? BlockIndex { get; set; }

    /// <summary>Absent when the first snapshot does not hold the block.</summary>
    public string? FirstBlockToken { get; set; }

    /// <summary>Absent when the second snapshot does not hold the block.</summary>
    public string? SecondBlockToken { get; set; }
}
