using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Instances;

internal static class NewInstance
{
    public static InstanceRecord Describe(Ec2Call call, LaunchPlan plan, string reservationId, int index) => new()
    {
        Id = ResourceId.New(ResourceKind.Instance.Prefix),
        AccountId = call.AccountId,
        CreateTime = call.Now,
        Tags = plan.Request.Tags.For(ResourceKind.Instance),
        ReservationId = reservationId,
        LaunchIndex = index,
        ImageId = plan.Image.Id,
        Type = plan.Type.Name,
        Architecture = plan.Image.Architecture,
        VirtualizationType = plan.Image.VirtualizationType,
        RootDevice = plan.Image.RootDevice,
        BootMode = plan.Image.BootMode,
        EnaSupport = plan.Image.EnaSupport,
        SriovNetSupport = plan.Image.SriovNetSupport,
        EbsOptimized = plan.Request.EbsOptimized ?? false,
        KeyName = plan.Request.KeyName,
        InstanceProfileArn = plan.Request.ProfileArn
            ?? (plan.Request.ProfileName is { } name ? $"arn:aws:iam::{call.AccountId}:instance-profile/{name}" : null),
        UserData = plan.Request.UserData,
        Zone = plan.Subnet.Zone,
        Tenancy = plan.Request.Tenancy,
        VpcId = plan.Subnet.VpcId,
        SubnetId = plan.Subnet.Id,
        DisableApiTermination = plan.Request.DisableApiTermination,
        DisableApiStop = plan.Request.DisableApiStop,
        ShutdownBehavior = plan.Request.ShutdownBehavior,
        State = call.Region.Passing(InstanceRecord.Pending, InstanceRecord.Running, call.Region.Options.InstanceStart),
        LaunchTime = call.Now,
        Token = plan.Request.Token,
    };
}
