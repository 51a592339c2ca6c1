namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStateChange.html">InstanceStateChange</see> of the EC2 API.</summary>
public class InstanceStateChange
{
    public string? InstanceId { get; set; }

    public InstanceState? CurrentState { get; set; }

    public InstanceState? PreviousState { get; set; }

    internal static InstanceStateChange Read(ResponseElement xml) => new()
    {
        InstanceId = xml.Text("instanceId"),
        CurrentState = xml.Structure("currentState", InstanceState.Read),
        PreviousState = xml.Structure("previousState", InstanceState.Read),
    };
}
