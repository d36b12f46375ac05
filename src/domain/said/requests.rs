//! Why a whole request was not carried out: signing in, sending, syncing.
use super::Sentence;

#[rustfmt::skip]
pub const SENTENCES: &[Sentence] = &[
    // Signing in
    ("sign in first", "请先登录"),
    ("sign in first: no token, or one that is not valid now", "请先登录：没有令牌，或令牌现已失效"),
    ("login or password are wrong, or there were too many attempts", "账号或密码有误，或尝试次数过多"),
    ("the refresh token is unknown, used, expired or was withdrawn", "刷新令牌无效、已使用、已过期或已撤销"),
    ("the token is unknown, used, expired or was withdrawn", "令牌无效、已使用、已过期或已撤销"),
    ("the device was revoked, or belongs to somebody else", "该设备已停用，或属于他人"),
    ("this token was issued to another device", "此令牌是发给另一台设备的"),
    ("a login has 3 to 64 characters of a-z, 0-9 and . _ - @", "账号由 3 到 64 个小写字母、数字及 . _ - @ 组成"),
    ("has 1 to 1024 bytes", "长度应为 1 到 1024 字节"),
    ("a password has 10 to 128 characters", "密码应为 10 到 128 个字符"),
    ("too easy to guess: take a longer one, or words that do not belong together", "密码过于简单：请使用更长的密码，或互不相关的词语"),
    ("only for administrators", "仅限管理员"),
    ("only for territorial managers of county level or above", "仅限县级及以上属地管理负责人"),
    // Sending
    ("the body did not arrive within 30 seconds", "请求内容未在 30 秒内到达"),
    ("the body's type must be application/json", "请求内容的类型须为 application/json"),
    ("the body's encoding must be gzip or zstd", "请求内容的压缩方式须为 gzip 或 zstd"),
    ("the body is not what its Content-Encoding says", "请求内容与 Content-Encoding 不符"),
    ("a body has at most {} MiB when decoded", "请求内容解压后不得超过 {} MiB"),
    ("the body is not UTF-8 after byte {}", "请求内容在第 {} 字节之后不是 UTF-8"),
    ("the body must be a JSON object", "请求内容须为 JSON 对象"),
    ("1 to 200 visible ASCII characters", "应为 1 到 200 个可见 ASCII 字符"),
    ("say with If-Match which state of the record you saw", "请用 If-Match 说明您所看到的记录版本"),
    ("nothing here", "此处没有内容"),
    ("this resource does not know the method", "此资源不支持该请求方法"),
    ("a limit lies between 1 and 200", "每页条数应在 1 到 200 之间"),
    ("a limit lies between 1 and {}", "每页条数应在 1 到 {} 之间"),
    ("a page has 1 to 200 rows", "每页应为 1 到 200 条"),
    ("something went wrong on our side", "服务器内部错误"),
    ("try again shortly", "系统繁忙，请稍后重试"),
    // Syncing
    ("at most {} acts a push", "每次最多上传 {} 项操作"),
    ("at most {} ledgers come first", "优先台账最多 {} 个"),
    ("schemas are counted from 1", "数据格式版本从 1 开始"),
    ("this server speaks schema {}", "本服务器使用的数据格式版本为 {}"),
    ("the acts' client_seq must rise by one", "各项操作的 client_seq 须依次加一"),
    ("acts are missing before these", "在这些操作之前缺少操作"),
    ("these acts were consumed so long ago that their receipts are gone", "这些操作早已处理，回执已过保存期"),
    ("this client_seq carried another act: register a new device", "此 client_seq 曾用于另一项操作：请登记新设备"),
    ("this cursor was not made here", "此游标不是由本服务器生成的"),
    ("the ledger {} ends before this cursor: it was restored", "台账 {} 的末尾早于此游标：数据库曾被恢复"),
];
