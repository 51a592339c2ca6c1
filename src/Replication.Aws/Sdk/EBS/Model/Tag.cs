namespace Amazon.EBS.Model;

/// <summary>A key and value on a snapshot.</summary>
public class Tag
{
    public string? Key { get; set; }

    public string? Value { get; set; }
}
