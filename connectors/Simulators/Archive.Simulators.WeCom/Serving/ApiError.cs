namespace Archive.Simulators.WeCom.Serving;

/// <summary>The platform's errors. README says where each code is from.</summary>
internal static class ApiError
{
    public static ApiException Busy => new(-1, "system busy");

    public static ApiException WrongSecret => new(40001, "invalid credential");

    public static ApiException WrongCorporation => new(40013, "invalid corpid");

    public static ApiException TokenInvalid => new(40014, "invalid access_token");

    public static ApiException TokenMissing => new(41001, "access_token missing");

    public static ApiException TokenExpired => new(42001, "access_token expired");

    public static ApiException GetWanted => new(43001, "require GET method");

    public static ApiException PostWanted => new(43002, "require POST method");

    public static ApiException RateLimited => new(45009, "reach max api daily quota limit");

    public static ApiException TooManyAtOnce => new(45033, "api concurrent out of limit");

    public static ApiException Forbidden => new(48002, "api forbidden");

    public static ApiException NoRights => new(60011, "no privilege to access/modify contact/party/agent");

    public static ApiException Address => new(60020, "not allow to access from your ip");

    public static ApiException UserNotFound => new(60111, "userid not found");

    public static ApiException NoRelation => new(84061, "not external contact");

    public static ApiException ArchiveAddress => new(301042, "not allow to access from your ip");

    public static ApiException Expired => new(301052, "msgaudit service expired");

    public static ApiException WrongParameter(string name) => new(40058, $"invalid parameter: {name}");
}
