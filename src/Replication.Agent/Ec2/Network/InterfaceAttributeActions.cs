using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Network;

internal static class InterfaceAttributeActions
{
    public static async Task<IEnumerable<XElement?>> ModifyAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        string id = parameters.RequiredId("NetworkInterfaceId", ResourceKind.Interface);
        string? description = parameters.Group("Description").Text("Value");
        bool? check = parameters.Group("SourceDestCheck").Flag("Value");
        IReadOnlyList<string> groups = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup);
        QueryParameters attachment = parameters.Group("Attachment");
        string? attachmentId = attachment.Text("AttachmentId");
        bool? deleteOnTermination = attachment.Flag("DeleteOnTermination");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        InterfaceRecord item = call.Region.Interfaces.Get(call, id);
        if (deleteOnTermination is not null)
        {
            if (item.AttachmentAt(call.Now) is not { } present || present.AttachmentId != attachmentId)
                throw new Ec2Refusal("InvalidAttachmentID.NotFound", $"The attachment '{attachmentId}' does not exist");
            item = item with { Attachment = present with { DeleteOnTermination = deleteOnTermination.Value } };
        }

        call.Region.Interfaces.Put(item with
        {
            Description = description ?? item.Description,
            SourceDestCheck = check ?? item.SourceDestCheck,
            GroupIds = groups.Count == 0 ? item.GroupIds : SecurityGroupSelection.Resolve(call, item.VpcId, groups, []),
        });
        return Ec2Xml.Done();
    }
}
