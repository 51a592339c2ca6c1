using Amazon.EC2.Model;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>The operations; the other part has the wire.</summary>
public partial class AmazonEC2Client
{
    public virtual Task<AttachNetworkInterfaceResponse> AttachNetworkInterfaceAsync(AttachNetworkInterfaceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, AttachNetworkInterfaceResponse.Read, cancellationToken);

    public virtual Task<AttachVolumeResponse> AttachVolumeAsync(AttachVolumeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, AttachVolumeResponse.Read, cancellationToken);

    public virtual Task<AuthorizeSecurityGroupIngressResponse> AuthorizeSecurityGroupIngressAsync(AuthorizeSecurityGroupIngressRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, AuthorizeSecurityGroupIngressResponse.Read, cancellationToken);

    public virtual Task<CancelImportTaskResponse> CancelImportTaskAsync(CancelImportTaskRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CancelImportTaskResponse.Read, cancellationToken);

    public virtual Task<CopySnapshotResponse> CopySnapshotAsync(CopySnapshotRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CopySnapshotResponse.Read, cancellationToken);

    public virtual Task<CreateImageResponse> CreateImageAsync(CreateImageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateImageResponse.Read, cancellationToken);

    public virtual Task<CreateNetworkInterfaceResponse> CreateNetworkInterfaceAsync(CreateNetworkInterfaceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateNetworkInterfaceResponse.Read, cancellationToken);

    public virtual Task<CreateSecurityGroupResponse> CreateSecurityGroupAsync(CreateSecurityGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateSecurityGroupResponse.Read, cancellationToken);

    public virtual Task<CreateSnapshotResponse> CreateSnapshotAsync(CreateSnapshotRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateSnapshotResponse.Read, cancellationToken);

    public virtual Task<CreateSnapshotsResponse> CreateSnapshotsAsync(CreateSnapshotsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateSnapshotsResponse.Read, cancellationToken);

    public virtual Task<CreateTagsResponse> CreateTagsAsync(CreateTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateTagsResponse.Read, cancellationToken);

    public virtual Task<CreateVolumeResponse> CreateVolumeAsync(CreateVolumeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, CreateVolumeResponse.Read, cancellationToken);

    public virtual Task<DeleteNetworkInterfaceResponse> DeleteNetworkInterfaceAsync(DeleteNetworkInterfaceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeleteNetworkInterfaceResponse.Read, cancellationToken);

    public virtual Task<DeleteSecurityGroupResponse> DeleteSecurityGroupAsync(DeleteSecurityGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeleteSecurityGroupResponse.Read, cancellationToken);

    public virtual Task<DeleteSnapshotResponse> DeleteSnapshotAsync(DeleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeleteSnapshotResponse.Read, cancellationToken);

    public virtual Task<DeleteTagsResponse> DeleteTagsAsync(DeleteTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeleteTagsResponse.Read, cancellationToken);

    public virtual Task<DeleteVolumeResponse> DeleteVolumeAsync(DeleteVolumeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeleteVolumeResponse.Read, cancellationToken);

    public virtual Task<DeregisterImageResponse> DeregisterImageAsync(DeregisterImageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DeregisterImageResponse.Read, cancellationToken);

    public virtual Task<DescribeAccountAttributesResponse> DescribeAccountAttributesAsync(CancellationToken cancellationToken = default) =>
        DescribeAccountAttributesAsync(new DescribeAccountAttributesRequest(), cancellationToken);

    public virtual Task<DescribeAccountAttributesResponse> DescribeAccountAttributesAsync(DescribeAccountAttributesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeAccountAttributesResponse.Read, cancellationToken);

    public virtual Task<DescribeAvailabilityZonesResponse> DescribeAvailabilityZonesAsync(CancellationToken cancellationToken = default) =>
        DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest(), cancellationToken);

    public virtual Task<DescribeAvailabilityZonesResponse> DescribeAvailabilityZonesAsync(DescribeAvailabilityZonesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeAvailabilityZonesResponse.Read, cancellationToken);

    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(CancellationToken cancellationToken = default) =>
        DescribeImagesAsync(new DescribeImagesRequest(), cancellationToken);

    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeImagesResponse.Read, cancellationToken);

    public virtual Task<DescribeImportSnapshotTasksResponse> DescribeImportSnapshotTasksAsync(DescribeImportSnapshotTasksRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeImportSnapshotTasksResponse.Read, cancellationToken);

    public virtual Task<DescribeInstanceAttributeResponse> DescribeInstanceAttributeAsync(DescribeInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeInstanceAttributeResponse.Read, cancellationToken);

    public virtual Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(CancellationToken cancellationToken = default) =>
        DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest(), cancellationToken);

    public virtual Task<DescribeInstanceStatusResponse> DescribeInstanceStatusAsync(DescribeInstanceStatusRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeInstanceStatusResponse.Read, cancellationToken);

    public virtual Task<DescribeInstanceTypesResponse> DescribeInstanceTypesAsync(DescribeInstanceTypesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeInstanceTypesResponse.Read, cancellationToken);

    public virtual Task<DescribeInstancesResponse> DescribeInstancesAsync(CancellationToken cancellationToken = default) =>
        DescribeInstancesAsync(new DescribeInstancesRequest(), cancellationToken);

    public virtual Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeInstancesResponse.Read, cancellationToken);

    public virtual Task<DescribeKeyPairsResponse> DescribeKeyPairsAsync(CancellationToken cancellationToken = default) =>
        DescribeKeyPairsAsync(new DescribeKeyPairsRequest(), cancellationToken);

    public virtual Task<DescribeKeyPairsResponse> DescribeKeyPairsAsync(DescribeKeyPairsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeKeyPairsResponse.Read, cancellationToken);

    public virtual Task<DescribeLaunchTemplatesResponse> DescribeLaunchTemplatesAsync(DescribeLaunchTemplatesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeLaunchTemplatesResponse.Read, cancellationToken);

    public virtual Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(CancellationToken cancellationToken = default) =>
        DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest(), cancellationToken);

    public virtual Task<DescribeNetworkInterfacesResponse> DescribeNetworkInterfacesAsync(DescribeNetworkInterfacesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeNetworkInterfacesResponse.Read, cancellationToken);

    public virtual Task<DescribeRegionsResponse> DescribeRegionsAsync(CancellationToken cancellationToken = default) =>
        DescribeRegionsAsync(new DescribeRegionsRequest(), cancellationToken);

    public virtual Task<DescribeRegionsResponse> DescribeRegionsAsync(DescribeRegionsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeRegionsResponse.Read, cancellationToken);

    public virtual Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(CancellationToken cancellationToken = default) =>
        DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest(), cancellationToken);

    public virtual Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(DescribeSecurityGroupsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeSecurityGroupsResponse.Read, cancellationToken);

    public virtual Task<DescribeSnapshotsResponse> DescribeSnapshotsAsync(CancellationToken cancellationToken = default) =>
        DescribeSnapshotsAsync(new DescribeSnapshotsRequest(), cancellationToken);

    public virtual Task<DescribeSnapshotsResponse> DescribeSnapshotsAsync(DescribeSnapshotsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeSnapshotsResponse.Read, cancellationToken);

    public virtual Task<DescribeSubnetsResponse> DescribeSubnetsAsync(CancellationToken cancellationToken = default) =>
        DescribeSubnetsAsync(new DescribeSubnetsRequest(), cancellationToken);

    public virtual Task<DescribeSubnetsResponse> DescribeSubnetsAsync(DescribeSubnetsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeSubnetsResponse.Read, cancellationToken);

    public virtual Task<DescribeTagsResponse> DescribeTagsAsync(CancellationToken cancellationToken = default) =>
        DescribeTagsAsync(new DescribeTagsRequest(), cancellationToken);

    public virtual Task<DescribeTagsResponse> DescribeTagsAsync(DescribeTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeTagsResponse.Read, cancellationToken);

    public virtual Task<DescribeVolumesResponse> DescribeVolumesAsync(CancellationToken cancellationToken = default) =>
        DescribeVolumesAsync(new DescribeVolumesRequest(), cancellationToken);

    public virtual Task<DescribeVolumesResponse> DescribeVolumesAsync(DescribeVolumesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeVolumesResponse.Read, cancellationToken);

    public virtual Task<DescribeVpcsResponse> DescribeVpcsAsync(CancellationToken cancellationToken = default) =>
        DescribeVpcsAsync(new DescribeVpcsRequest(), cancellationToken);

    public virtual Task<DescribeVpcsResponse> DescribeVpcsAsync(DescribeVpcsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DescribeVpcsResponse.Read, cancellationToken);

    public virtual Task<DetachNetworkInterfaceResponse> DetachNetworkInterfaceAsync(DetachNetworkInterfaceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DetachNetworkInterfaceResponse.Read, cancellationToken);

    public virtual Task<DetachVolumeResponse> DetachVolumeAsync(DetachVolumeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, DetachVolumeResponse.Read, cancellationToken);

    public virtual Task<GetConsoleOutputResponse> GetConsoleOutputAsync(GetConsoleOutputRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, GetConsoleOutputResponse.Read, cancellationToken);

    public virtual Task<GetEbsDefaultKmsKeyIdResponse> GetEbsDefaultKmsKeyIdAsync(GetEbsDefaultKmsKeyIdRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, GetEbsDefaultKmsKeyIdResponse.Read, cancellationToken);

    public virtual Task<GetEbsEncryptionByDefaultResponse> GetEbsEncryptionByDefaultAsync(GetEbsEncryptionByDefaultRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, GetEbsEncryptionByDefaultResponse.Read, cancellationToken);

    public virtual Task<ImportSnapshotResponse> ImportSnapshotAsync(ImportSnapshotRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, ImportSnapshotResponse.Read, cancellationToken);

    public virtual Task<ModifyInstanceAttributeResponse> ModifyInstanceAttributeAsync(ModifyInstanceAttributeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, ModifyInstanceAttributeResponse.Read, cancellationToken);

    public virtual Task<ModifyVolumeResponse> ModifyVolumeAsync(ModifyVolumeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, ModifyVolumeResponse.Read, cancellationToken);

    public virtual Task<RegisterImageResponse> RegisterImageAsync(RegisterImageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, RegisterImageResponse.Read, cancellationToken);

    public virtual Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, RunInstancesResponse.Read, cancellationToken);

    public virtual Task<StartInstancesResponse> StartInstancesAsync(StartInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, StartInstancesResponse.Read, cancellationToken);

    public virtual Task<StopInstancesResponse> StopInstancesAsync(StopInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, StopInstancesResponse.Read, cancellationToken);

    public virtual Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request, TerminateInstancesResponse.Read, cancellationToken);
}
