namespace Replication.Aws.Ec2.Waiting;

public enum WaitVerdict
{
    NotYet,
    Reached,

    /// <summary>A state from which the wanted one cannot come any more.</summary>
    Failed,
}
