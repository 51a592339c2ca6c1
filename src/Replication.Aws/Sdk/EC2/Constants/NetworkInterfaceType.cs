using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of NetworkInterfaceType; the service may answer with others.</summary>
public class NetworkInterfaceType : ConstantClass
{
    public static readonly NetworkInterfaceType Interface = new("interface");

    public static readonly NetworkInterfaceType NatGateway = new("natGateway");

    public static readonly NetworkInterfaceType Efa = new("efa");

    public static readonly NetworkInterfaceType EfaOnly = new("efa-only");

    public static readonly NetworkInterfaceType Trunk = new("trunk");

    public static readonly NetworkInterfaceType Load_balancer = new("load_balancer");

    public static readonly NetworkInterfaceType Network_load_balancer = new("network_load_balancer");

    public static readonly NetworkInterfaceType Vpc_endpoint = new("vpc_endpoint");

    public static readonly NetworkInterfaceType Branch = new("branch");

    public static readonly NetworkInterfaceType Transit_gateway = new("transit_gateway");

    public static readonly NetworkInterfaceType Lambda = new("lambda");

    public static readonly NetworkInterfaceType Quicksight = new("quicksight");

    public static readonly NetworkInterfaceType Global_accelerator_managed = new("global_accelerator_managed");

    public static readonly NetworkInterfaceType Api_gateway_managed = new("api_gateway_managed");

    public static readonly NetworkInterfaceType Gateway_load_balancer = new("gateway_load_balancer");

    public static readonly NetworkInterfaceType Gateway_load_balancer_endpoint = new("gateway_load_balancer_endpoint");

    public static readonly NetworkInterfaceType Iot_rules_managed = new("iot_rules_managed");

    public static readonly NetworkInterfaceType Aws_codestar_connections_managed = new("aws_codestar_connections_managed");

    public NetworkInterfaceType(string value)
        : base(value)
    {
    }

    public static NetworkInterfaceType FindValue(string value) => FindValue<NetworkInterfaceType>(value);

    public static implicit operator NetworkInterfaceType(string value) => FindValue(value);
}
