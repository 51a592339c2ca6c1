namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</see>.</summary>
public class RunInstancesRequest : AmazonEC2Request
{
    public List<BlockDeviceMapping>? BlockDeviceMappings { get; set; }

    public string? ImageId { get; set; }

    public InstanceType? InstanceType { get; set; }

    public int? Ipv6AddressCount { get; set; }

    public List<InstanceIpv6Address>? Ipv6Addresses { get; set; }

    public string? KernelId { get; set; }

    public string? KeyName { get; set; }

    public int? MaxCount { get; set; }

    public int? MinCount { get; set; }

    public bool? Monitoring { get; set; }

    public Placement? Placement { get; set; }

    public string? RamdiskId { get; set; }

    public List<string>? SecurityGroupIds { get; set; }

    public List<string>? SecurityGroups { get; set; }

    public string? SubnetId { get; set; }

    public string? UserData { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public LaunchTemplateSpecification? LaunchTemplate { get; set; }

    public InstanceMetadataOptionsRequest? MetadataOptions { get; set; }

    public bool? DisableApiStop { get; set; }

    public bool? EnablePrimaryIpv6 { get; set; }

    public OperatorRequest? Operator { get; set; }

    public bool? DryRun { get; set; }

    public bool? DisableApiTermination { get; set; }

    public ShutdownBehavior? InstanceInitiatedShutdownBehavior { get; set; }

    public string? PrivateIpAddress { get; set; }

    public string? ClientToken { get; set; }

    public string? AdditionalInfo { get; set; }

    public List<InstanceNetworkInterfaceSpecification>? NetworkInterfaces { get; set; }

    public IamInstanceProfileSpecification? IamInstanceProfile { get; set; }

    public bool? EbsOptimized { get; set; }

    internal override string Action => "RunInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("BlockDeviceMapping", BlockDeviceMappings);
        writer.Add("ImageId", ImageId);
        writer.Add("InstanceType", InstanceType);
        writer.Add("Ipv6AddressCount", Ipv6AddressCount);
        writer.Add("Ipv6Address", Ipv6Addresses);
        writer.Add("KernelId", KernelId);
        writer.Add("KeyName", KeyName);
        writer.Add("MaxCount", MaxCount);
        writer.Add("MinCount", MinCount);
        writer.Add("Monitoring.Enabled", Monitoring);
        writer.Add("Placement", Placement);
        writer.Add("RamdiskId", RamdiskId);
        writer.Add("SecurityGroupId", SecurityGroupIds);
        writer.Add("SecurityGroup", SecurityGroups);
        writer.Add("SubnetId", SubnetId);
        writer.Add("UserData", UserData);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("LaunchTemplate", LaunchTemplate);
        writer.Add("MetadataOptions", MetadataOptions);
        writer.Add("DisableApiStop", DisableApiStop);
        writer.Add("EnablePrimaryIpv6", EnablePrimaryIpv6);
        writer.Add("Operator", Operator);
        writer.Add("DryRun", DryRun);
        writer.Add("DisableApiTermination", DisableApiTermination);
        writer.Add("InstanceInitiatedShutdownBehavior", InstanceInitiatedShutdownBehavior);
        writer.Add("PrivateIpAddress", PrivateIpAddress);
        writer.Add("ClientToken", ClientToken ?? Guid.NewGuid().ToString());
        writer.Add("AdditionalInfo", AdditionalInfo);
        writer.Add("NetworkInterface", NetworkInterfaces);
        writer.Add("IamInstanceProfile", IamInstanceProfile);
        writer.Add("EbsOptimized", EbsOptimized);
    }
}
