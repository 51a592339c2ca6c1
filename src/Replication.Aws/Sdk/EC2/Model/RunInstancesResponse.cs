using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</see>.</summary>
public class RunInstancesResponse : AmazonWebServiceResponse
{
    public Reservation? Reservation { get; set; }

    internal static RunInstancesResponse Read(ResponseElement xml) => new() { Reservation = Reservation.Read(xml) };
}
