using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Cloud;

/// <summary>What belongs to a VM: extensions and managed run commands, api-version 2023-07-01.</summary>
internal static class ChildEndpoints
{
    public static void Map(ArmRoutes routes)
    {
        routes.On("PUT", "virtualMachines/{vm}/extensions/{name}", PutExtension);
        routes.On("GET", "virtualMachines/{vm}/extensions/{name}", request =>
            VmEndpoints.Find(request).Extensions.TryGetValue(request["name"], out var extension)
                ? ArmAnswer.Ok(ExtensionView(request, VmEndpoints.Find(request), request["name"], extension))
                : throw ArmError.NotFound($"{VmEndpoints.Type}/extensions", request["name"], request.Group));
        routes.On("PUT", "virtualMachines/{vm}/runCommands/{name}", PutRun);
        routes.On("GET", "virtualMachines/{vm}/runCommands/{name}", request => VmEndpoints.Find(request).Runs.TryGetValue(request["name"], out var run)
            ? ArmAnswer.Ok(RunView(request, VmEndpoints.Find(request), request["name"], run, request.Expands("instanceView")))
            : throw ArmError.NotFound($"{VmEndpoints.Type}/runCommands", request["name"], request.Group));
        routes.On("DELETE", "virtualMachines/{vm}/runCommands/{name}", request =>
        {
            var vm = VmEndpoints.Find(request);
            if (!vm.Runs.ContainsKey(request["name"])) return ArmAnswer.Empty(204);
            GuestWork.Delete(request.Cloud, vm, request["name"], request.Now);
            var operation = Clockwork.SetOff(request.Cloud, vm, Happening.RunDeleted, TimeSpan.Zero, request.Now, request["name"]);
            return ArmAnswer.Started(202, request, operation, vm.Region);
        });
    }

    private static ArmAnswer PutExtension(ArmRequest request)
    {
        var vm = Running(request);
        var type = (string?)request.Body["properties"]?["type"] ?? throw ArmError.Invalid("type", "Required parameter 'type' is missing.");
        var isNew = !vm.Extensions.ContainsKey(request["name"]);
        var extension = vm.Extensions[request["name"]] = new CloudChild { Body = request.Body, CreatedAt = request.Now };
        var failure = Clockwork.UseUp(request.Cloud.Faults.Extensions, request["name"]) ? "VMExtensionProvisioningError" : null;
        var takes = Pace.Extension(vm.Name, type, request.Cloud.Faults.Slow);
        var operation = Clockwork.SetOff(request.Cloud, vm, Happening.ExtensionInstalled, takes, request.Now, request["name"], failure);
        return ArmAnswer.Started(isNew ? 201 : 200, request, operation, vm.Region, ExtensionView(request, vm, request["name"], extension));
    }

    private static ArmAnswer PutRun(ArmRequest request)
    {
        var vm = Running(request);
        if ((string?)request.Body["properties"]?["source"]?["script"] is not { Length: > 0 })
            throw ArmError.Invalid("source", "Exactly one of script, scriptUri and commandId is needed.");
        // Put again, it is an update that does not run again.
        if (vm.Runs.TryGetValue(request["name"], out var running)) return ArmAnswer.Ok(RunView(request, vm, request["name"], running, instanceView: false));
        if (vm.Runs.Count >= 25) throw new ArmError(409, "OperationNotAllowed", "A VM can have at most 25 run commands.");
        var operation = GuestWork.Run(request.Cloud, vm, request["name"], request.Body, request.Now);
        var run = RunView(request, vm, request["name"], vm.Runs[request["name"]], instanceView: false);
        return ArmAnswer.Started(201, request, operation, vm.Region, run);
    }

    private static CloudVm Running(ArmRequest request)
    {
        var vm = VmEndpoints.Find(request);
        return vm.Power == "running" ? vm : throw new ArmError(409, "OperationNotAllowed", "The operation requires the VM to be running (or set to run).");
    }

    public static JsonObject ExtensionView(ArmRequest request, CloudVm vm, string name, CloudChild extension)
    {
        var view = Child(request, extension.Body, vm, "extensions", name);
        if (view["properties"] is JsonObject properties)
        {
            properties.Remove("protectedSettings");
            properties["provisioningState"] = extension.Provisioning;
        }
        return view;
    }

    private static JsonObject RunView(ArmRequest request, CloudVm vm, string name, CloudRun run, bool instanceView)
    {
        var view = Child(request, run.Body, vm, "runCommands", name);
        if (view["properties"] is JsonObject properties)
        {
            properties["provisioningState"] = run.Provisioning;
            if (instanceView) properties["instanceView"] = GuestWork.View(run);
        }
        return view;
    }

    private static JsonObject Child(ArmRequest request, JsonObject body, CloudVm vm, string kind, string name)
    {
        var view = body.DeepClone().AsObject();
        view["id"] = $"{request.Id(VmEndpoints.Type, vm.Name)}/{kind}/{name}";
        view["name"] = name;
        view["type"] = $"{VmEndpoints.Type}/{kind}";
        view["location"] ??= vm.Region;
        return view;
    }
}
