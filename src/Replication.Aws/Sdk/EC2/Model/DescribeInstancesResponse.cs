using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html">DescribeInstances</see>.</summary>
public class DescribeInstancesResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Reservation>? Reservations { get; set; }

    internal static DescribeInstancesResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Reservations = xml.List("reservationSet", Reservation.Read),
    };
}
