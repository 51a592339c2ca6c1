using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class InterfaceActions
{
    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("NetworkInterfaceId", ResourceKind.Interface);
        Func<InterfaceRecord, bool> filter = Filters(call).Read(call.Parameters);
        var paged = Page<InterfaceRecord>.Read(call);
        call.Begin();
        Page<InterfaceRecord> page = paged(call.Region.Interfaces.Select(call, ids).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List("networkInterfaceSet", page.Items, item => InterfaceXml.Of(call.Region, item, call.Now)),
            Ec2Xml.Value("nextToken", page.NextToken),
        ]);
    }

    public static async Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        string subnetId = parameters.RequiredId("SubnetId", ResourceKind.Subnet);
        IReadOnlyList<string> groups = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup);
        string description = parameters.Text("Description") ?? "";
        IReadOnlyList<string> addresses = InterfacePlan.ReadAddresses(parameters);
        int more = parameters.Number("SecondaryPrivateIpAddressCount", 0) ?? 0;
        parameters.Choice("InterfaceType", "interface");
        TagSpecifications tags = TagSpecifications.Read(parameters, ResourceKind.Interface);
        ClientToken? token = parameters.Text("ClientToken") is { } text ? new ClientToken(text, call.Fingerprint()) : null;
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        InterfaceRecord? before = token is null ? null : call.Region.Interfaces.All.FirstOrDefault(item => item.AccountId == call.AccountId && item.Token?.Token == token.Token);
        if (before is not null && before.Token != token) throw Ec2Refusals.TokenReused();
        InterfaceRecord made = before ?? Make();
        return [Ec2Xml.Group("networkInterface", InterfaceXml.Of(call.Region, made, call.Now)), Ec2Xml.Value("clientToken", token?.Token)];

        InterfaceRecord Make()
        {
            SubnetRecord subnet = call.Region.Subnets.Get(call, subnetId);
            var plan = new InterfacePlan
            {
                Subnet = subnet,
                GroupIds = SecurityGroupSelection.Resolve(call, subnet.VpcId, groups, []),
                Description = description,
                Wanted = addresses,
                MoreAddresses = more,
            };
            InterfaceRecord item = plan.Make(call, new SubnetAddresses(call.Region, subnet), tags.For(ResourceKind.Interface)) with { Token = token };
            call.Region.Interfaces.Put(item);
            return item;
        }
    }

    public static async Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("NetworkInterfaceId", ResourceKind.Interface);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        if (call.Region.Interfaces.Get(call, id).AttachmentAt(call.Now) is not null)
            throw new Ec2Refusal("InvalidNetworkInterface.InUse", $"Network interface '{id}' is currently in use.");
        call.Region.Interfaces.Remove(id);
        return Ec2Xml.Done();
    }

    private static FilterTable<InterfaceRecord> Filters(Ec2Call call) => new(new Dictionary<string, Func<InterfaceRecord, IEnumerable<object?>>>
    {
        ["addresses.private-ip-address"] = item => item.Addresses,
        ["attachment.attachment-id"] = item => [item.AttachmentAt(call.Now)?.AttachmentId],
        ["attachment.delete-on-termination"] = item => [item.AttachmentAt(call.Now)?.DeleteOnTermination],
        ["attachment.device-index"] = item => [item.AttachmentAt(call.Now)?.DeviceIndex],
        ["attachment.instance-id"] = item => [item.AttachmentAt(call.Now)?.InstanceId],
        ["attachment.status"] = item => [item.AttachmentAt(call.Now)?.State.At(call.Now)],
        ["availability-zone"] = item => [item.Zone],
        ["description"] = item => [item.Description],
        ["group-id"] = item => item.GroupIds,
        ["group-name"] = item => item.GroupIds.Select(id => call.Region.SecurityGroups.Find(id)?.Name),
        ["mac-address"] = item => [item.MacAddress],
        ["network-interface-id"] = item => [item.Id],
        ["owner-id"] = item => [item.AccountId],
        ["private-ip-address"] = item => [item.Address],
        ["status"] = item => [item.StateAt(call.Now)],
        ["subnet-id"] = item => [item.SubnetId],
        ["vpc-id"] = item => [item.VpcId],
    });
}
