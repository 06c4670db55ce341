package minutes

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// tradPairs are traditional characters, each before the simplified one that the rules are written in: those of the words for owners, dates, demands and units,
// and the usual ones around them. All take three bytes, so that nothing moves when they are exchanged.
const tradPairs = "審审辦办牽牵頭头負负責责單单協协處处會会議议紀纪錄录項项務务時时間间開开關关與与請请應应須须將将並并對对為为進进環环實实現现確确達达續续該该報报門门領领導导書书長长員员組组織织產产業业總总經经濟济資资訊讯電电網网學学課课題题區区縣县鄉乡鎮镇場场廳厅廠厂農农週周號号後后調调體体檢检驗验測测試试據据庫库劃划計计畫画標标準准發发佈布啟启動动運运營营維维護护備备設设購购買买財财費费預预終终結结階阶級级強强調调堅坚認认識识黨党國国務务際际聯联繫系絡络絡络統统籌筹規规範范劉刘張张陳陈黃黄吳吴趙赵楊杨許许鄭郑謝谢馮冯蕭萧葉叶鄧邓蘇苏盧卢蔣蒋賈贾鍾钟譚谭陸陆範范韋韦鄒邹龐庞龍龙龔龚錢钱嚴严湯汤魯鲁閻阎萬万賀贺顧顾羅罗馬马呂吕於于這这個个們们來来過过還还沒没無无從从當当說说讓让給给內内兩两據据歲岁壓压實实處处優优鍵键險险機机構构專专責责協协遲迟辭辞難难題题點点齊齐圖图團团園园圓圆塊块壇坛報报爭争狀状獎奖獲获獻献環环異异療疗盡尽監监質质軟软載载輸输辦办適适遞递選选遺遗郵邮釋释鐵铁鋼钢錯错間间階阶隊队隨随雙双雲云電电靜静響响頁页順顺額额願愿類类顯显飛飞飯饭館馆駐驻騰腾驟骤證证評评詢询詳详該该語语誤误課课談谈論论諮咨謀谋講讲識识譯译變变讀读貢贡貨货責责貴贵費费賓宾質质贊赞贈赠趕赶趨趋跡迹車车軍军軌轨較较輔辅輕轻輪轮轉转農农邊边鄰邻醫医針针釘钉銀银銷销鎖锁鏈链鑒鉴閉闭閱阅陣阵陽阳際际雜杂離离職职聽听聲声腦脑舉举舊旧藝艺術术藥药藍蓝處处號号虧亏衛卫衝冲補补裝装複复見见觀观覺觉覽览觸触訂订討讨訓训託托設设訪访許许訴诉診诊"

var simplified, tradSet = func() (map[rune]rune, *runeSet) {
	m := map[rune]rune{}
	var all strings.Builder
	rs := []rune(tradPairs + tradMore)
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
		all.WriteRune(rs[i])
	}
	return m, newRuneSet(all.String())
}()

// tradMore are the others of the usual ones, after Unicode's tables of variants.
const tradMore = "丟丢亂乱亙亘亞亚佇伫佔占併并侖仑侶侣侷局係系俠侠倀伥倆俩倉仓倖幸倣仿倫伦偉伟側侧偵侦偽伪傑杰傖伧傘伞傢家傭佣傯偬傳传債债傷伤傾倾僅仅僇戮僑侨僕仆僥侥僱雇價价儀仪儂侬億亿儈侩儉俭儐傧儔俦儕侪儘尽償偿儲储儷俪儸㑩儻傥儼俨兇凶兌兑兒儿兗兖冊册冪幂凍冻凜凛凱凯別别刪删則则剋克剎刹剛刚剝剥剴剀創创剷铲劇剧劊刽劍剑劑剂勁劲勗勖勛勋勝胜勞劳勢势勳勋勵励勸劝勻匀匯汇匱匮卹恤卻却厭厌厲厉參参叢丛吶呐唸念問问啞哑喚唤喪丧喫吃喬乔喲哟嗆呛嗇啬嗎吗嗚呜嗶哔嘆叹嘍喽嘔呕嘖啧嘗尝嘩哗嘮唠嘯啸嘰叽噓嘘噥哝噯嗳噴喷噸吨噹当嚀咛嚇吓嚐尝嚕噜嚥咽嚨咙嚮向嚶嘤囀啭囁嗫囂嚣囈呓囉啰囑嘱囪囱圍围執执堊垩堝埚堯尧塋茔塒埘塗涂塚冢塢坞塵尘塹堑墊垫墜坠墮堕墳坟墾垦壎埙壘垒壙圹壞坏壟垄壢坜壩坝壯壮壺壶壽寿夠够夢梦夾夹奐奂奧奥奩奁奪夺奮奋妝妆姍姗姦奸姪侄娛娱婁娄婦妇媧娲媼媪媽妈嫗妪嫵妩嫻娴嬈娆嬋婵嬌娇嬝袅嬤嬷嬪嫔嬰婴嬸婶孃娘孫孙孿孪宮宫寢寝寧宁寫写寬宽寵宠寶宝尋寻尷尴屆届屍尸屜屉屢屡層层屨屦屬属岡冈峴岘島岛峽峡崑昆崗岗崙仑崢峥嵐岚嶄崭嶇岖嶔嵚嶸嵘嶺岭嶼屿巒峦巔巅巖岩帥帅師师帳帐帶带幀帧幃帏幗帼幟帜幣币幫帮幹干幾几廁厕廂厢廄厩廈厦廚厨廝厮廟庙廢废廣广廬庐弒弑弔吊彆别彈弹彌弥彎弯彙汇彥彦彿佛徑径徠徕復复徬彷徹彻恆恒恥耻悅悦悵怅悶闷悽凄惡恶惱恼惻恻愛爱愜惬愴怆愷恺愾忾慄栗慇殷態态慍愠慘惨慚惭慟恸慣惯慫怂慮虑慶庆慼戚慾欲憂忧憊惫憐怜憑凭憚惮憤愤憫悯憮怃憲宪憶忆懇恳懍懔懣懑懲惩懶懒懷怀懸悬懺忏懼惧懾慑戀恋戰战戲戏戶户拋抛挾挟捨舍捫扪捲卷掃扫掄抡掙挣掛挂採采揀拣揚扬換换揮挥搆构損损搖摇搗捣搶抢搾榨摑掴摟搂摯挚摻掺撈捞撐撑撓挠撚捻撢掸撥拨撫抚撲扑撳揿撻挞撾挝撿捡擁拥擄掳擇择擊击擋挡擔担擠挤擬拟擰拧擱搁擲掷擴扩擷撷擺摆擻擞擾扰攆撵攏拢攔拦攙搀攜携攝摄攣挛攤摊攪搅攬揽敗败敘叙敵敌數数斂敛斃毙斕斓斬斩斷断昇升晉晋晝昼暈晕暉晖暘旸暢畅暫暂暱昵曄晔曆历曇昙曉晓曖暧曠旷曬晒朧胧東东柵栅桿杆梔栀條条梟枭棄弃棗枣棟栋棧栈棲栖楓枫楨桢極极榮荣槍枪槓杠槨椁槳桨樁桩樂乐樅枞樑梁樓楼樞枢樣样樸朴樹树樺桦橈桡橋桥橢椭橫横檔档檜桧檣樯檮梼檯台檳槟檸柠檻槛櫃柜櫓橹櫚榈櫛栉櫝椟櫥橱櫬榇櫺棂櫻樱欄栏權权欖榄欽钦歎叹歐欧歟欤歡欢歷历歸归歿殁殘残殤殇殮殓殯殡殲歼殺杀殼壳毀毁毆殴毬球氈毡氣气氫氢氬氩氳氲氾泛汎泛汙污決决沍冱沖冲況况洩泄洶汹浹浃涇泾涼凉淒凄淚泪淨净淪沦淵渊淺浅渙涣減减渦涡渾浑湊凑湧涌溝沟溫温溼湿滄沧滅灭滌涤滬沪滯滞滲渗滷卤滾滚滿满漁渔漢汉漣涟漬渍漲涨漸渐漿浆潑泼潔洁潛潜潤润潯浔潰溃澀涩澆浇澗涧澠渑澤泽澦滪澱淀濁浊濃浓濕湿濘泞濤涛濫滥濬浚濰潍濱滨濺溅濾滤瀆渎瀉泻瀋沈瀏浏瀕濒瀘泸瀝沥瀟潇瀨濑瀰弥瀲潋瀾澜灑洒灘滩灣湾灤滦災灾烏乌煉炼煙烟煥焕煩烦煬炀熒荧熱热熾炽燄焰燈灯燉炖燐磷燒烧燙烫燜焖燦灿燬毁燭烛燴烩燻熏燼烬燾焘爍烁爐炉爛烂爺爷爾尔牆墙牘牍犖荦犢犊犧牺狹狭狽狈猙狰猶犹獄狱獅狮獨独獰狞獵猎獷犷獸兽獺獭玀猡琺珐琿珲瑣琐瑤瑶瑩莹瑪玛瑯琅璣玑璦瑷璽玺瓊琼瓏珑瓔璎瓚瓒甌瓯甕瓮畝亩畢毕疇畴疊叠痙痉痠酸瘋疯瘍疡瘓痪瘡疮瘧疟瘺瘘癆痨癒愈癘疠癟瘪癡痴癢痒癥症癩癞癬癣癮瘾癱瘫癲癫皚皑皰疱皺皱盃杯盜盗盞盏盤盘盪荡眾众睏困睜睁睞睐睪睾瞇眯瞞瞒瞭了瞼睑矓眬矚瞩矯矫砲炮硯砚碩硕碼码磚砖磧碛磯矶礎础礙碍礦矿礪砺礫砾礬矾祕秘祿禄禍祸禎祯禦御禪禅禮礼禱祷禿秃秈籼稅税稈秆稜棱稟禀種种稱称穀谷穌稣積积穎颖穠秾穡穑穢秽穩稳穫获窩窝窪洼窮穷窯窑窺窥竄窜竅窍竇窦竊窃競竞筆笔筍笋筧笕箇个箋笺箏筝節节築筑篤笃篩筛簍篓簞箪簡简簣篑簫箫簷檐簽签簾帘籃篮籐藤籟籁籠笼籤签籬篱籮箩籲吁粵粤糝糁糞粪糧粮糰团糾纠紂纣約约紅红紆纡紇纥紉纫紋纹納纳紐纽純纯紕纰紗纱紙纸紛纷紜纭紡纺紮扎細细紱绂紲绁紳绅紹绍紼绋絀绌絃弦絆绊絕绝絛绦絞绞絢绚絨绒絰绖絲丝絳绛絹绢綁绑綏绥綑捆綜综綞缍綠绿綢绸綬绶綰绾綱纲綴缀綵彩綸纶綺绮綻绽綽绰綾绫綿绵緇缁緊紧緒绪緘缄緙缂線线緝缉緞缎締缔緣缘編编緩缓緬缅緯纬緲缈練练緹缇緻致縈萦縉缙縊缢縐绉縑缣縛缚縝缜縞缟縫缝縮缩縱纵縲缧縴纤縵缦縷缕縹缥績绩繃绷繅缫繆缪繒缯繕缮繚缭繞绕繡绣繩绳繪绘繭茧繳缴繹绎繼继繽缤纏缠纓缨纔才纖纤纜缆缽钵罈坛罌罂罰罚罵骂罷罢羈羁羋芈羨羡義义羶膻習习翹翘聖圣聞闻聰聪聳耸聶聂聾聋肅肃脅胁脈脉脣唇脫脱脹胀腎肾腫肿腳脚腸肠膚肤膠胶膩腻膽胆膾脍膿脓臉脸臍脐臏膑臘腊臚胪臟脏臢臜臥卧臨临臺台興兴艙舱艦舰艱艰艷艳芻刍苧苎茲兹荊荆莊庄莖茎莢荚莧苋華华萇苌萊莱萵莴葦苇葷荤蒐搜蒞莅蒼苍蓀荪蓆席蓋盖蓮莲蔔卜蔥葱蔭荫蕩荡蕪芜薊蓟薑姜薔蔷薦荐薩萨薺荠藪薮藷薯藹蔼藺蔺蘆芦蘊蕴蘋苹蘚藓蘭兰蘿萝虛虚虜虏蛻蜕蜆蚬蝕蚀蝦虾蝨虱蝸蜗螞蚂螢萤螻蝼蟈蝈蟬蝉蟯蛲蟲虫蟻蚁蠅蝇蠍蝎蠔蚝蠟蜡蠣蛎蠱蛊蠶蚕蠻蛮袞衮裊袅裡里製制褲裤褸褛褻亵襖袄襠裆襤褴襪袜襬䙓襯衬襲袭覓觅視视覦觎親亲覬觊覲觐觴觞訃讣訌讧訐讦訕讪訖讫記记訛讹訝讶訟讼訢䜣訣诀訥讷訶诃註注証证詁诂詆诋詐诈詔诏詖诐詛诅詞词詠咏詣诣詩诗詫诧詬诟詭诡詮诠詰诘話话詼诙誅诛誇夸誌志誑诳誕诞誘诱誚诮誠诚誡诫誣诬誥诰誦诵誨诲誰谁誶谇誹诽誼谊諂谄諄谆諉诿諍诤諒谅諛谀諜谍諦谛諧谐諫谏諭谕諱讳諳谙諶谌諷讽諸诸諺谚諼谖諾诺謁谒謂谓謄誊謊谎謎谜謐谧謗谤謙谦謠谣謨谟謫谪謬谬謹谨譁哗譎谲譏讥譙谯譜谱譟噪譫谵譴谴譽誉讒谗讖谶讚赞讜谠豈岂豎竖豐丰豔艳豬猪貍狸貓猫貝贝貞贞貧贫販贩貪贪貫贯貯贮貲赀貳贰貶贬貸贷貼贴貽贻貿贸賁贲賂赂賃赁賄贿賅赅賊贼賑赈賒赊賜赐賞赏賠赔賡赓賢贤賣卖賤贱賦赋賬账賭赌賴赖賸剩賺赚賻赙賽赛贅赘贍赡贏赢贓赃贖赎贗赝贛赣跼局踐践踡蜷踴踊蹕跸蹟迹蹣蹒蹤踪蹺跷躂跶躉趸躊踌躋跻躍跃躑踯躓踬躡蹑躪躏軀躯軋轧軒轩軔轫軛轭軸轴軻轲軼轶軾轼輊轾輒辄輓挽輛辆輜辎輝辉輞辋輟辍輥辊輦辇輩辈輯辑輳辏輻辐輾辗輿舆轂毂轄辖轅辕轍辙轎轿轔辚轟轰轡辔辮辫辯辩迴回逕迳連连遊游違违遙遥遜逊遠远遷迁遼辽邁迈邇迩邏逻邐逦鄴邺酈郦醃腌醜丑醞酝醬酱醱酦釀酿釁衅釅酽釐厘釗钊釙钋釣钓釦扣釧钏釩钒釵钗鈉钠鈍钝鈐钤鈑钣鈔钞鈕钮鈞钧鈣钙鈴铃鈷钴鈸钹鈹铍鈽钸鈾铀鈿钿鉀钾鉅钜鉉铉鉋铇鉍铋鉑铂鉗钳鉚铆鉛铅鉤钩鉸铰鉻铬銅铜銑铣銓铨銖铢銘铭銜衔銨铵銬铐銲焊銳锐銻锑銼锉鋁铝鋅锌鋇钡鋒锋鋤锄鋪铺鋰锂鋸锯錐锥錕锟錘锤錙锱錚铮錠锭錡锜錦锦錨锚錫锡錮锢錳锰錶表鍊炼鍋锅鍍镀鍔锷鍚钖鍛锻鍥锲鍬锹鍰锾鎂镁鎊镑鎔镕鎗枪鎘镉鎚锤鎢钨鎬镐鎰镒鎳镍鏃镞鏍镙鏑镝鏗铿鏘锵鏜镗鏝镘鏟铲鏡镜鏢镖鏤镂鏨錾鏽锈鐃铙鐘钟鐫镌鐮镰鐲镯鐳镭鐸铎鐺铛鑄铸鑑鉴鑠铄鑣镳鑰钥鑲镶鑷镊鑼锣鑽钻鑾銮鑿凿閂闩閃闪閎闳閏闰閑闲閒闲閔闵閘闸閡阂閣阁閥阀閨闺閩闽閭闾闆板闈闱闊阔闋阕闌阑闐阗闔阖闕阙闖闯闡阐闢辟陘陉陝陕陞升陰阴隄堤隕陨隱隐隴陇隸隶隻只雋隽雖虽雛雏雞鸡霑沾霧雾霽霁靂雳靄霭靈灵靦腼靨靥鞏巩韁缰韃鞑韉鞯韌韧韓韩韜韬韻韵頂顶頃顷頊顼頌颂頑顽頒颁頓顿頗颇頜颌頡颉頤颐頰颊頷颔頸颈頹颓頻频顆颗顎颚顏颜顓颛顛颠顥颢顫颤顰颦顱颅風风颯飒颱台颳刮颶飓颺飏颼飕飄飘飢饥飩饨飪饪飭饬飲饮飴饴飼饲飽饱飾饰餃饺餅饼餉饷養养餌饵餒馁餓饿餘余餚肴餛馄餞饯餡馅餵喂餽馈餾馏餿馊饅馒饉馑饑饥饒饶饗飨饜餍饞馋馭驭馱驮馳驰馴驯駁驳駑驽駒驹駕驾駙驸駛驶駝驼駟驷駢骈駭骇駱骆駿骏騁骋騎骑騖骛騙骗騫骞騷骚騾骡驀蓦驃骠驅驱驍骁驕骄驚惊驛驿驢驴驥骥驪骊骯肮髏髅髒脏髖髋髮发鬆松鬍胡鬚须鬢鬓鬥斗鬧闹鬨哄鬱郁魎魉魘魇魚鱼魷鱿鮑鲍鮪鲔鮫鲛鮭鲑鮮鲜鯀鲧鯉鲤鯊鲨鯖鲭鯛鲷鯧鲳鯨鲸鯽鲫鰍鳅鰓鳃鰥鳏鰭鳍鰱鲢鰻鳗鰾鳔鱉鳖鱔鳝鱖鳜鱗鳞鱟鲎鱷鳄鱸鲈鳥鸟鳩鸠鳳凤鳴鸣鳶鸢鴆鸩鴉鸦鴒鸰鴕鸵鴛鸳鴣鸪鴦鸯鴨鸭鴻鸿鴿鸽鵑鹃鵝鹅鵠鹄鵡鹉鵪鹌鵬鹏鵲鹊鶉鹑鶯莺鶴鹤鷂鹞鷓鹧鷗鸥鷥鸶鷹鹰鷺鹭鸚鹦鸛鹳鸞鸾鹵卤鹹咸鹼碱鹽盐麗丽麥麦麩麸麵面麼么黌黉黴霉黷黩鼇鳌鼕冬鼴鼹齋斋齒齿齜龇齟龃齡龄齣出齦龈齧啮齪龊齬龉齲龋齷龌龜龟"

// A script exchanges the characters of a text in traditional script for simplified ones, and those of what was read back again.
type script struct {
	back map[rune]rune // simplified to traditional, as this text has them; nil: the text is not traditional
}

// traditional reports whether a text is written in traditional characters, by a sample.
func traditional(text string) bool {
	han, trad, seen := 0, 0, 0
	for _, c := range text {
		if seen++; seen > 8000 {
			break
		}
		if isHan(c) {
			han++
			if tradSet.has(c) {
				trad++
			}
		}
	}
	return trad > 4 && trad*12 > han
}

// simplify gives the text in simplified characters, byte for byte as long.
func (k *script) simplify(text string) string {
	if !traditional(text) {
		return text
	}
	counts := map[rune]map[rune]int{}
	out := strings.Map(func(r rune) rune {
		if !tradSet.has(r) {
			return r
		}
		s := simplified[r]
		if counts[s] == nil {
			counts[s] = map[rune]int{}
		}
		counts[s][r]++
		return s
	}, text)
	k.back = map[rune]rune{}
	for s, from := range counts {
		best := 0
		for r, n := range from {
			if n > best || n == best && r < k.back[s] {
				best, k.back[s] = n, r
			}
		}
	}
	return out
}

// restore writes words as the text has them.
func (k *script) restore(s string) string {
	if k.back == nil || s == "" {
		return s
	}
	return strings.Map(func(r rune) rune {
		if t, ok := k.back[r]; ok {
			return t
		}
		return r
	}, s)
}

func (k *script) restoreAll(list []string) {
	for i := range list {
		list[i] = k.restore(list[i])
	}
}

// mentions finds the organisation's names in simplified text, or, where the organisation is written in traditional characters too, in the text as it was.
func (k *script) mentions(d *ledger.Directory, s string) []ledger.Mention {
	ms := d.Mentions(s)
	if len(ms) == 0 && k.back != nil {
		return d.Mentions(k.restore(s))
	}
	return ms
}

// lookup resolves a name in either script.
func (k *script) lookup(d *ledger.Directory, name string) (ledger.Mention, bool) {
	m, ok := d.Lookup(name)
	if !ok && k.back != nil {
		return d.Lookup(k.restore(name))
	}
	return m, ok
}

// restoreReading puts the text's own characters into everything that is given as written.
func (k *script) restoreReading(r *Reading) {
	if k.back == nil {
		return
	}
	r.Meeting.Title, r.Meeting.Number = k.restore(r.Meeting.Title), k.restore(r.Meeting.Number)
	for i := range r.Items {
		it := &r.Items[i]
		for _, s := range [...]*string{&it.Text, &it.Title, &it.DueText, &it.Measure, &it.Section} {
			*s = k.restore(*s)
		}
		if len(it.FanoutUnits) == 0 {
			it.Fanout = k.restore(it.Fanout)
		}
		for _, l := range [...][]string{it.Owners, it.Co, it.Unknown, it.Except, it.Outside, it.ReportTo} {
			k.restoreAll(l)
		}
		for j := range it.Measures {
			it.Measures[j].Metric = k.restore(it.Measures[j].Metric)
		}
		for j := range it.Milestones {
			it.Milestones[j].Text = k.restore(it.Milestones[j].Text)
		}
		for j := range it.Why {
			it.Why[j].Words = k.restore(it.Why[j].Words)
		}
	}
	for i := range r.Principles {
		r.Principles[i].Text = k.restore(r.Principles[i].Text)
	}
}
