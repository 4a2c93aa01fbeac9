using System.Globalization;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>The environment variables that the SCF interface promises a function.</summary>
internal static class FunctionEnvironment
{
    /// <summary>Port inside the sandbox on which the HTTP Runtime API answers.</summary>
    public const int RuntimeApiPort = 9001;

    /// <summary>Port inside the sandbox on which Go programs listen.</summary>
    public const int GoServerPort = 28902;

    public const string RuntimeApiHost = "127.0.0.1";

    /// <summary>The platform's variables, the runtime's, then the user's own, which win but for those that name the function.</summary>
    /// <param name="spec">The function version.</param>
    /// <param name="codeRoot">Where it sees its code.</param>
    /// <param name="layerRoot">Where it sees its layers.</param>
    /// <param name="hostName">Host name inside.</param>
    public static Dictionary<string, string> Build(InstanceSpec spec, string codeRoot, string layerRoot, string hostName)
    {
        var values = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["PWD"] = codeRoot,
            ["USER"] = "qcloud",
            ["LOGNAME"] = "qcloud",
            ["HOME"] = "/home/qcloud",
            ["SHELL"] = "/bin/bash",
            ["LANG"] = "en_US.UTF8",
            ["LC_ALL"] = "en_US.UTF8",
            ["HOSTNAME"] = hostName,
            ["SHLVL"] = "3",
        };
        AddRuntime(values, spec, codeRoot, layerRoot);
        foreach (var (name, value) in spec.Environment) values[name] = value;
        values["TENCENTCLOUD_RUNENV"] = "SCF";
        values["TENCENTCLOUD_REGION"] = spec.Region;
        values["TENCENTCLOUD_APPID"] = spec.AppId;
        values["TENCENTCLOUD_UIN"] = spec.Uin;
        values["TENCENTCLOUD_TZ"] = "UTC";
        values["SCF_RUNTIME"] = spec.Runtime;
        values["SCF_FUNCTIONNAME"] = spec.Key.Function;
        values["SCF_FUNCTIONVERSION"] = spec.Version;
        values["SCF_NAMESPACE"] = spec.Key.Namespace;
        values["_SCF_SERVER_PORT"] = GoServerPort.ToString(CultureInfo.InvariantCulture);
        values["USER_CODE_ROOT"] = codeRoot + "/";
        return values;
    }

    private static void AddRuntime(Dictionary<string, string> values, InstanceSpec spec, string codeRoot, string layerRoot)
    {
        var runtime = RuntimeName.Parse(spec.Runtime);
        if (runtime.Family == RuntimeFamily.Python)
        {
            values["PYTHONDONTWRITEBYTECODE"] = "x";
            values["PYTHONPATH"] = $"{codeRoot}:{layerRoot}";
            values["_"] = $"/var/lang/python{runtime.Major}{runtime.Minor}/bin/python3";
        }
        else if (runtime.Family == RuntimeFamily.Node)
        {
            values["NODE_PATH"] = $"{codeRoot}:{codeRoot}/node_modules:/var/lang/node{runtime.Major}/lib/node_modules:{layerRoot}:{layerRoot}/node_modules";
            values["_"] = $"/var/lang/node{runtime.Major}/bin/node";
        }
        else if (runtime.Family == RuntimeFamily.Php)
        {
            values["PHP_INI_SCAN_DIR"] = $"{codeRoot}/php_extension:{layerRoot}/php_extension";
            values["_"] = $"/var/lang/php{runtime.Major}{runtime.Minor}/bin/php";
        }
        else if (runtime.Family == RuntimeFamily.Java)
        {
            values["CLASSPATH"] = $"/var/runtime/java{runtime.Major}:/var/runtime/java{runtime.Major}/lib/*:{layerRoot}";
            values["LD_LIBRARY_PATH"] = $"/var/runtime/java{runtime.Major}:{codeRoot}:{layerRoot}";
            values["_"] = $"/var/lang/java{runtime.Major}/bin/java";
        }
        else if (runtime.Family == RuntimeFamily.Go)
        {
            values["_LAMBDA_SERVER_PORT"] = GoServerPort.ToString(CultureInfo.InvariantCulture);
            values["FUNCTION_NAME"] = spec.Key.Function;
            values["FUNCTION_VERSION"] = spec.Version;
            values["FUNCTION_MEMORY_SIZE"] = spec.MemoryMb.ToString(CultureInfo.InvariantCulture);
        }
        else if (runtime.Family == RuntimeFamily.Custom && spec.Type == FunctionType.Event)
        {
            values["SCF_RUNTIME_API"] = RuntimeApiHost;
            values["SCF_RUNTIME_API_PORT"] = RuntimeApiPort.ToString(CultureInfo.InvariantCulture);
            values["_HANDLER"] = spec.Handler;
        }
    }

    /// <summary>A shell script that becomes <paramref name="program"/> with exactly these variables.</summary>
    public static string LaunchScript(string folder, string program, IReadOnlyDictionary<string, string> environment)
    {
        var script = new StringBuilder();
        script.Append("cd ").Append(ShellText.Quote(folder)).Append(" && exec /usr/bin/env -i");
        foreach (var (name, value) in environment) script.Append(' ').Append(ShellText.Quote($"{name}={value}"));
        return script.Append(' ').Append(ShellText.Quote(program)).Append(" </dev/null\n").ToString();
    }
}
