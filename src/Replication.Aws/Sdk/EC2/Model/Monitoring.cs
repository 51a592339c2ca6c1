namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Monitoring.html">Monitoring</see> of the EC2 API.</summary>
public class Monitoring
{
    public MonitoringState? State { get; set; }

    internal static Monitoring Read(ResponseElement xml) => new()
    {
        State = xml.Constant("state", MonitoringState.FindValue),
    };
}
