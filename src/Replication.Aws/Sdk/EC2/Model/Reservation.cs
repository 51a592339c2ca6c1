namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Reservation.html">Reservation</see> of the EC2 API.</summary>
public class Reservation
{
    public string? ReservationId { get; set; }

    public string? OwnerId { get; set; }

    public string? RequesterId { get; set; }

    public List<GroupIdentifier>? Groups { get; set; }

    public List<Instance>? Instances { get; set; }

    internal static Reservation Read(ResponseElement xml) => new()
    {
        ReservationId = xml.Text("reservationId"),
        OwnerId = xml.Text("ownerId"),
        RequesterId = xml.Text("requesterId"),
        Groups = xml.List("groupSet", GroupIdentifier.Read),
        Instances = xml.List("instancesSet", Instance.Read),
    };
}
